package io.escriba.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.escriba.name.Name;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a corpus: a value of the topic {@code escriba.corpora}, and the answer of {@code GET /api/corpora}.
 *
 * @param characters code points since the last deletion
 * @param bytes of their UTF-8 form
 * @param lines line feeds
 * @param distinctCharacters distinct code points
 * @param partition of {@code escriba.corpus} that holds it
 * @param firstOffset of its first record since the last deletion
 * @param lastOffset of its last record
 * @param sealed whether the last record completed a publication
 * @param sha256 of the last completed publication, in hexadecimal
 * @param updated time of the last record
 * @param landmarks where some of its characters are, in order; none while it is short
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
        Instant updated,
        List<Landmark> landmarks) {
    /** The {@code ce_type} of these records. */
    public static final String TYPE = "io.escriba.corpus.statistics.v1";

    public Corpus {
        landmarks = landmarks == null ? List.of() : List.copyOf(landmarks);
    }

    /**
     * A place in a long corpus from which it can be read without what comes before.
     *
     * @param offset of a record
     * @param character index of the first character of that record's text, from 0
     */
    public record Landmark(long offset, long character) {}

    /** What this record is, as in its {@code ce_type} header. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String type() {
        return TYPE;
    }

    /** All its text. */
    public Dataset dataset() {
        return new Dataset(CorpusEvents.TOPIC, partition, firstOffset, lastOffset + 1, name);
    }

    /** The last landmark at or before a character; its first record when there is none. */
    public Landmark before(long character) {
        Landmark last = new Landmark(firstOffset, 0);
        for (Landmark landmark : landmarks) {
            if (landmark.character() > character) {
                break;
            }
            last = landmark;
        }
        return last;
    }
}
