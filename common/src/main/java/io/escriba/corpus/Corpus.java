package io.escriba.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.escriba.name.Name;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a corpus: a value of the topic {@code escriba.corpora}, and the answer of {@code GET /api/corpora}.
 *
 * @param characters code points since the last deletion
 * @param bytes of their UTF-8 form
 * @param lines line feeds
 * @param distinctCharacters distinct code points
 * @param partition of {@code escriba.corpus} that holds it
 * @param firstOffset of its first text record, or of the deletion that emptied it
 * @param lastOffset of its last record
 * @param sealed whether the last record completed a publication
 * @param sha256 of the last completed publication, in hexadecimal
 * @param updated time of the last record
 */
public record Corpus(
        Name name,
        long characters,
        long bytes,
        long lines,
        long distinctCharacters,
        int partition,
        long firstOffset,
        long lastOffset,
        boolean sealed,
        Optional<String> sha256,
        Instant updated) {
    /** The {@code ce_type} of these records. */
    public static final String TYPE = "io.escriba.corpus.statistics.v1";

    /** What this record is, as in its {@code ce_type} header. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String type() {
        return TYPE;
    }
}
