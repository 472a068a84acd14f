package io.escriba.gateway.corpus;

import io.escriba.corpus.CorpusSealed;
import io.escriba.name.Name;
import java.util.Optional;

/** Where the texts of all corpora lie. */
interface CorpusLog {
    /** Begins to write to the end of a corpus. Nobody sees anything of it before it is committed. */
    Publication begin(Name corpus);

    /** What is written together. Closed without a commit, it leaves nothing. Used by one thread. */
    interface Publication extends AutoCloseable {
        /** Appends a chunk of text; waits when the log is slower than the sender. */
        void append(byte[] chunk);

        /** Makes everything visible at once. */
        Range commit(Optional<CorpusSealed> seal);

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
