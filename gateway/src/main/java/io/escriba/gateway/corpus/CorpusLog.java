package io.escriba.gateway.corpus;

import io.escriba.corpus.CorpusSealed;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.IdempotencyKey;
import io.escriba.name.Name;
import java.util.Optional;
import java.util.function.Function;

/** Where the texts of all corpora lie. */
interface CorpusLog {
    /**
     * Begins to write to the end of a corpus. Nobody sees anything of it before it is committed.
     *
     * @param key of which at most one publication is ever committed: this one ends every other that is under way
     * @throws ProblemException (409) while something else is being written to the corpus here, (429) while too much is
     *     being written at all, (503) when the log is away
     */
    Publication begin(Name corpus, Optional<IdempotencyKey> key);

    /**
     * Lets a corpus restart empty.
     *
     * @throws ProblemException as {@link #begin}
     */
    void delete(Name corpus);

    /** What is written together. Closed without a commit, it leaves nothing. Used by one thread. */
    interface Publication extends AutoCloseable {
        /** What was committed with the same key before. Then nothing can be appended or committed. */
        Optional<Receipt> earlier();

        /** Appends a chunk of text; waits when the log is slower than the sender. */
        void append(byte[] chunk);

        /**
         * Makes everything visible at once.
         *
         * @param receipt of what then lies there
         * @return that receipt
         */
        Receipt commit(Optional<CorpusSealed> seal, Function<Range, Receipt> receipt);

        @Override
        void close();
    }

    /**
     * Where a publication lies.
     *
     * @param lastOffset of its last record, which is the seal where there is one
     */
    record Range(int partition, long firstOffset, long lastOffset) {}
}
