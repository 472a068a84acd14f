package io.escriba.gateway.corpus;

import io.escriba.corpus.Dataset;
import io.escriba.gateway.problem.ProblemException;

/** Reads the texts of corpora. */
interface CorpusText {
    /**
     * Reads a text from its beginning, until no more of it is wanted.
     *
     * @throws ProblemException (410) when the text is no longer kept, (503) when it cannot be read now
     */
    void read(Dataset dataset, Taker taker);

    /** Takes a text piece by piece. */
    interface Taker {
        /**
         * The next piece.
         *
         * @param utf8 whole code points
         * @return whether more is wanted
         */
        boolean take(byte[] utf8);

        /**
         * A piece of another text lies here.
         *
         * @param bytes of it
         * @return whether more is wanted
         */
        boolean pass(int bytes);

        /** Nothing of what was taken belongs to the text: it begins here. */
        void restart();
    }
}
