package io.escriba.trainer.corpus;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.escriba.corpus.Corpus;
import io.escriba.corpus.CorpusSealed;
import io.escriba.corpus.Dataset;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the log says about a corpus up to some record. Each method gives the state after one more record.
 *
 * @param corpus the statistics
 * @param characterSet the distinct characters
 * @param trainedCharacters how long the corpus was when its last training was triggered
 */
record CorpusState(Corpus corpus, Vocabulary characterSet, long trainedCharacters) {
    /** A corpus with no text yet whose first record is at this position. */
    static CorpusState empty(Name name, Position at) {
        return new CorpusState(
                new Corpus(
                        name, 0, 0, 0, 0, at.partition(), at.offset(), at.offset(), false, Optional.empty(), at.time()),
                Vocabulary.of(""),
                0);
    }

    /** Where a record stands in the log, and when it was written. */
    record Position(String topic, int partition, long offset, Instant time) {}

    CorpusState append(String text, Position at) {
        Vocabulary characters =
                Vocabulary.of(IntStream.concat(characterSet.characters().codePoints(), text.codePoints()));
        return new CorpusState(
                new Corpus(
                        corpus.name(),
                        corpus.characters() + text.codePointCount(0, text.length()),
                        corpus.bytes() + utf8Length(text),
                        corpus.lines() + text.chars().filter(c -> c == '\n').count(),
                        characters.size(),
                        at.partition(),
                        corpus.firstOffset(),
                        at.offset(),
                        false,
                        corpus.sha256(),
                        at.time()),
                characters,
                trainedCharacters);
    }

    private static long utf8Length(String text) {
        return text.codePoints()
                .map(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
                .asLongStream()
                .sum();
    }

    CorpusState seal(CorpusSealed event, Position at) {
        return new CorpusState(
                new Corpus(
                        corpus.name(),
                        corpus.characters(),
                        corpus.bytes(),
                        corpus.lines(),
                        corpus.distinctCharacters(),
                        at.partition(),
                        corpus.firstOffset(),
                        at.offset(),
                        true,
                        Optional.of(event.sha256()),
                        at.time()),
                characterSet,
                trainedCharacters);
    }

    CorpusState delete(Position at) {
        return empty(corpus.name(), at);
    }

    /** The text so far as a dataset. */
    Dataset dataset(String topic) {
        return new Dataset(topic, corpus.partition(), corpus.firstOffset(), corpus.lastOffset() + 1, corpus.name());
    }

    /** The state after a training of all text so far was triggered. */
    CorpusState trained() {
        return new CorpusState(corpus, characterSet, corpus.characters());
    }

    /**
     * Whether a plain producer seems to have finished: the text has grown enough since the last training and nothing
     * was added for a while. A sealed publication has had its own trigger.
     */
    @JsonIgnore
    boolean isQuietAndGrown(Instant now, Duration quietPeriod, double growth) {
        boolean quiet = !now.isBefore(corpus.updated().plus(quietPeriod));
        boolean grown = corpus.characters() > 0 && corpus.characters() >= Math.ceil(trainedCharacters * (1 + growth));
        return !corpus.sealed() && quiet && grown && corpus.characters() > trainedCharacters;
    }
}
