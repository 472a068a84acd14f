package io.escriba.trainer.corpus;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.escriba.corpus.Corpus;
import io.escriba.corpus.Corpus.Landmark;
import io.escriba.corpus.CorpusSealed;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the log says about a corpus up to some record. Each method gives the state after one more record.
 *
 * @param corpus the statistics
 * @param characterSet the distinct characters
 * @param trainedCharacters how long the corpus was when its last training was triggered
 */
record CorpusState(Corpus corpus, Vocabulary characterSet, long trainedCharacters) {
    /** Characters between two landmarks, at least. */
    private static final long LANDMARK_DISTANCE = 1 << 20;

    /** Landmarks are this fraction of the corpus apart when it is long, so that their number grows with its logarithm. */
    private static final long LANDMARK_FRACTION = 64;

    /** A corpus with no text yet whose first record is at this position. */
    static CorpusState empty(Name name, Position at) {
        return new CorpusState(
                new Corpus(
                        name,
                        0,
                        0,
                        0,
                        0,
                        at.partition(),
                        at.offset(),
                        at.offset(),
                        false,
                        Optional.empty(),
                        at.time(),
                        List.of()),
                Vocabulary.of(""),
                0);
    }

    /** Where a record stands in the log, and when it was written. */
    record Position(int partition, long offset, Instant time) {}

    CorpusState append(byte[] utf8, Position at) {
        TextCount piece = TextCount.of(utf8);
        Vocabulary characters = piece.addedTo(characterSet);
        return new CorpusState(
                new Corpus(
                        corpus.name(),
                        corpus.characters() + piece.characters(),
                        corpus.bytes() + utf8.length,
                        corpus.lines() + piece.lines(),
                        characters.size(),
                        at.partition(),
                        corpus.firstOffset(),
                        at.offset(),
                        false,
                        corpus.sha256(),
                        at.time(),
                        landmarks(at.offset())),
                characters,
                trainedCharacters);
    }

    /** The landmarks once there is text at this offset too. */
    private List<Landmark> landmarks(long offset) {
        List<Landmark> landmarks = corpus.landmarks();
        long last =
                landmarks.isEmpty() ? 0 : landmarks.get(landmarks.size() - 1).character();
        long distance = Math.max(LANDMARK_DISTANCE, corpus.characters() / LANDMARK_FRACTION);
        return corpus.characters() - last < distance
                ? landmarks
                : Stream.concat(landmarks.stream(), Stream.of(new Landmark(offset, corpus.characters())))
                        .toList();
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
                        at.time(),
                        corpus.landmarks()),
                characterSet,
                trainedCharacters);
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
