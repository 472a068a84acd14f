package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.escriba.inference.sampling.Candidate;
import io.escriba.inference.sampling.Likelihood;
import io.escriba.inference.session.CharacterModel;
import io.escriba.model.ContextWindow;
import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a scheduler has texts scored, beside those that are written. */
@Timeout(60)
class ScoringTest extends SchedulerFixture {
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz😀");
    private static final Vocabulary NAMES = Vocabulary.ofDocuments("abcdefgh".codePoints());
    private static final int STRETCH = CharacterModel.LONGEST_READ;

    ScoringTest() {
        super(LETTERS, Optional.empty());
    }

    @Test
    void saysHowLikelyTheModelFindsEachCharacter() {
        String likely = alone("hello", 3);
        String unlikely = likely.startsWith("a") ? "b" : "a";
        FakeScoreReader reader = new FakeScoreReader();
        // One character has the logit 1, all others have 0.
        double logOfSum = Math.log(Math.E + LETTERS.size() - 1);

        score("hello", likely + unlikely, reader);
        finish();

        assertThat(reader.text()).isEqualTo(likely + unlikely);
        assertThat(reader.exact()).contains(true);
        assertThat(reader.likelihoods().subList(0, likely.codePointCount(0, likely.length())))
                .allSatisfy(
                        likelihood -> assertThat(likelihood.logProbability()).isCloseTo(1 - logOfSum, within(1e-12)));
        assertThat(reader.likelihoods().get(0).top())
                .hasSize(2)
                .first()
                .extracting(Candidate::character)
                .isEqualTo(likely.substring(0, likely.offsetByCodePoints(0, 1)));
        assertThat(reader.hasEnded()).isTrue();
        assertThat(metrics.outcomes).containsExactly(Outcome.SCORED);
        assertThat(scoresLeft).hasSize(1);
        assertNobodyHasAPlace();
    }

    @Test
    void scoresTheFirstCharacterOfADocumentAfterItsBeginMark() {
        use(NAMES, Optional.empty());
        FakeScoreReader reader = new FakeScoreReader();

        score("", "abc", reader);
        finish();

        assertThat(model.calls()).containsExactly("read 3");
        assertThat(reader.likelihoods()).hasSize(3);
    }

    /** What the writer of a text reports is what scoring the text gives. The lengths lie around those of windows. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 7, 10, 600})
    void agreesWithTheWriterOfTheText(int contextLength) {
        use(LETTERS, contextLength == 0 ? Optional.empty() : Optional.of(new ContextWindow(contextLength)));
        Random random = new Random(contextLength);
        for (int i = 0; i < 60; i++) {
            String prompt = LETTERS.decode(
                    random.ints(1 + random.nextInt(30), 0, LETTERS.size()).toArray());
            int characters = i == 0 ? 2_000 : 1 + random.nextInt(50);
            FakeReader written = new FakeReader();
            FakeScoreReader scored = new FakeScoreReader();
            add(
                    new Order(
                            TextSoFar.of(LETTERS, LETTERS.encode(prompt), new int[0]),
                            new Sampling(2, 0, i),
                            StopStrings.none(),
                            OptionalInt.of(2),
                            0,
                            characters),
                    written);
            finish();

            score(prompt, written.text(), scored);
            finish();

            assertThat(scored.text()).isEqualTo(written.text());
            assertThat(scored.likelihoods()).isEqualTo(written.likelihoods());
        }
    }

    @Test
    void stepsTheStreamsBetweenTwoStretches() {
        FakeReader running = new FakeReader();
        FakeScoreReader reader = new FakeScoreReader();
        add("x", 50, running);
        scheduler.round();
        model.calls();

        score("", "a".repeat(2 * STRETCH + 3), reader);
        scheduler.round();
        scheduler.round();
        scheduler.round();

        // The start and all characters but the last are read.
        String stretch = "read " + STRETCH;
        assertThat(model.calls()).containsExactly(stretch, "step 1", stretch, "step 1", "read 3", "step 1");
        assertThat(reader.stretches()).containsExactly(STRETCH, STRETCH, 3);
        assertThat(reader.hasEnded()).isTrue();
        finish();
        assertThat(running.text()).isEqualTo(alone("x", 50));
    }

    @Test
    void takesTurnsWithTheStreamsThatReadTheirPrompts() {
        String prompt = "p".repeat(3 * STRETCH);
        FakeScoreReader scored = new FakeScoreReader();
        FakeReader reader = new FakeReader();
        FakeReader quick = new FakeReader();
        score("", "s".repeat(3 * STRETCH), scored);
        add(prompt, 2, reader);

        for (int round = 0; round < 6; round++) {
            scheduler.round();
        }

        assertThat(scored.hasEnded()).isTrue();
        assertThat(reader.text()).isEqualTo(alone(prompt, 2));
        score("", "s".repeat(100 * STRETCH), new FakeScoreReader());
        add("quick", 1, quick);
        scheduler.round();
        scheduler.round();
        assertThat(quick.text()).isEqualTo(alone("quick", 1));
    }

    @Test
    void scoresOneTextAfterTheOther() {
        List<FakeScoreReader> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(new FakeScoreReader());
            score("", "a".repeat(STRETCH), readers.get(i));
        }

        scheduler.round();

        assertThat(readers).extracting(FakeScoreReader::hasEnded).containsExactly(true, false, false);
        assertThat(readers.get(1).exact()).isEmpty();
        finish();
        assertThat(readers).allSatisfy(reader -> assertThat(reader.hasEnded()).isTrue());
    }

    @Test
    void countsAmongTheRunningAndWaitingStreams() {
        FakeReader[] readers = {new FakeReader(), new FakeReader(), new FakeReader()};
        for (FakeReader reader : readers) {
            add("x", 5, reader);
        }
        scheduler.round();
        FakeScoreReader scored = new FakeScoreReader();

        score("", "abc", scored);
        scheduler.round();

        assertThat(scored.exact()).isEmpty();
        assertThat(admission.running()).isEqualTo(3);
        assertThat(admission.waiting()).isEqualTo(1);
        finish();
        assertThat(scored.hasEnded()).isTrue();
        assertNobodyHasAPlace();
    }

    @Test
    void needsNoRow() {
        model.setMemory(0);
        FakeScoreReader reader = new FakeScoreReader();

        score("", "abc", reader);
        finish();

        assertThat(reader.hasEnded()).isTrue();
        assertThat(model.room()).isZero();
    }

    /** In each of the models the state lies aside in its own way. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2 * STRETCH})
    void letsTheNextTextInWhileAReaderIsFull(int contextLength) {
        use(LETTERS, contextLength == 0 ? Optional.empty() : Optional.of(new ContextWindow(contextLength)));
        String text = LETTERS.decode(
                new Random(3).ints(5 * STRETCH, 0, LETTERS.size()).toArray());
        FakeScoreReader undisturbed = new FakeScoreReader();
        score("", text, undisturbed);
        finish();
        FakeScoreReader slow = new FakeScoreReader();
        FakeScoreReader other = new FakeScoreReader();
        ScoredText paused = score("", text, slow);
        score("", text, other);
        scheduler.round();
        slow.setReady(false);

        finish();

        assertThat(other.likelihoods()).isEqualTo(undisturbed.likelihoods());
        assertThat(slow.stretches()).containsExactly(STRETCH);
        assertThat(admission.running() + admission.waiting()).isZero();
        assertThat(admission.paused()).isEqualTo(1);
        scheduler.scoring().resume(paused);
        assertThat(scheduler.round()).isFalse();
        slow.setReady(true);
        scheduler.scoring().resume(paused);
        finish();
        assertThat(slow.likelihoods()).isEqualTo(undisturbed.likelihoods());
        assertNobodyHasAPlace();
    }

    @Test
    void endsATextWhoseReaderHasGoneAwayWhereverItIs() {
        String text = "a".repeat(3 * STRETCH);
        FakeScoreReader full = new FakeScoreReader();
        ScoredText paused = score("", text, full);
        scheduler.round();
        full.setReady(false);
        scheduler.round();
        ScoredText reading = score("", text, new FakeScoreReader());
        scheduler.round();
        ScoredText waiting = score("", text, new FakeScoreReader());

        List.of(paused, reading, waiting, reading).forEach(scheduler.scoring()::cancel);

        assertThat(scheduler.round()).isFalse();
        assertThat(metrics.outcomes).containsOnly(Outcome.CANCELLED).hasSize(3);
        assertThat(scoresLeft).hasSize(3);
        assertNobodyHasAPlace();
    }

    @Test
    void tellsEveryReaderWhenTheProcessStops() {
        List<FakeScoreReader> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(new FakeScoreReader());
            score("", "a".repeat(3 * STRETCH), readers.get(i));
        }
        scheduler.round();

        scheduler.failAll(new ServiceStoppingException());

        assertThat(readers)
                .allSatisfy(reader -> assertThat(reader.failure()).containsInstanceOf(ServiceStoppingException.class));
        assertThat(metrics.outcomes).containsOnly(Outcome.STOPPED).hasSize(3);
        assertNobodyHasAPlace();
    }

    @Test
    void endsOnlyTheTextWhoseReaderFails() {
        FakeScoreReader bad = new FakeScoreReader();
        FakeScoreReader good = new FakeScoreReader();
        bad.setFailing();
        score("", "abc", bad);
        score("", "abc", good);

        finish();

        assertThat(bad.failure()).isPresent();
        assertThat(good.hasEnded()).isTrue();
        assertThat(metrics.outcomes).containsExactly(Outcome.FAILED, Outcome.SCORED);
        assertNobodyHasAPlace();
    }

    @Test
    void scoresEachTextAsIfItWereAlone() {
        Random random = new Random(9);
        List<FakeScoreReader> readers = new ArrayList<>();
        List<ScoredText> texts = new ArrayList<>();
        List<List<Likelihood>> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String text = LETTERS.decode(random.ints(1 + random.nextInt(4 * STRETCH), 0, LETTERS.size())
                    .toArray());
            FakeScoreReader alone = new FakeScoreReader();
            score("x", text, alone);
            finish();
            expected.add(alone.likelihoods());
            readers.add(new FakeScoreReader());
            texts.add(score("x", text, readers.get(i)));
            add(text, 1 + random.nextInt(40), new FakeReader());
            int any = random.nextInt(readers.size());
            for (int round = random.nextInt(4); round > 0; round--) {
                readers.get(any).setReady(random.nextBoolean());
                scheduler.scoring().resume(texts.get(any));
                scheduler.round();
            }
        }

        readers.forEach(reader -> reader.setReady(true));
        texts.forEach(scheduler.scoring()::resume);
        finish();

        assertThat(readers).extracting(FakeScoreReader::likelihoods).isEqualTo(expected);
        assertNobodyHasAPlace();
    }
}
