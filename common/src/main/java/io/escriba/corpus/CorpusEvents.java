package io.escriba.corpus;

/** The kinds of records in the topic {@code escriba.corpus}, as their {@code ce_type} header names them. */
public final class CorpusEvents {
    /** The topic that holds the text of all corpora. */
    public static final String TOPIC = "escriba.corpus";

    /** The value is exact UTF-8 text, appended to the corpus. */
    public static final String TEXT = "io.escriba.corpus.text.v1";

    /** The value is a {@link CorpusSealed}: a publication is complete. */
    public static final String SEALED = "io.escriba.corpus.sealed.v1";

    /** The value is a {@link CorpusDeleted}, or anything: the corpus restarts empty after this record. */
    public static final String DELETED = "io.escriba.corpus.deleted.v1";

    /** Largest text record that Escriba writes, in bytes. Cut between code points, so a record may be 3 bytes less. */
    public static final int CHUNK_BYTES = 256 * 1024;

    private CorpusEvents() {}
}
