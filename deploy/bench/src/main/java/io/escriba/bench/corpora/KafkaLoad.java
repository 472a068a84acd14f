package io.escriba.bench.corpora;

/**
 * What Kafka's own producer sends for a text.
 *
 * @param least bytes; for a shorter text, the time that a new process takes to get going would be all that is measured
 */
record KafkaLoad(Records records, long least) {
    /** As large as the chunks of text that Escriba stores. */
    static final int RECORD_BYTES = 256 * 1024;

    /** What a record holds. */
    enum Records {
        /** Letters that are made up for each record, which takes processor time of its own. */
        RANDOM("records of 256 KiB of random letters"),
        /** A piece of the text, read before the time begins. */
        TEXT("records of up to 256 KiB of the text");

        private final String words;

        Records(String words) {
            this.words = words;
        }
    }

    /** How many records there are for a text of this length. */
    long count(long bytes) {
        return (Math.max(bytes, least) + RECORD_BYTES - 1) / RECORD_BYTES;
    }

    /** The load, for the report. */
    String inWords() {
        return "as many bytes as the text has" + (least > 0 ? ", " + least + " at least" : "") + ", in "
                + records.words;
    }
}
