package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.inference.session.CharacterModel;
import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchedulerTest extends SchedulerFixture {
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz😀");
    private static final Vocabulary NAMES = Vocabulary.ofDocuments("abcdefgh".codePoints());

    SchedulerTest() {
        super(LETTERS, Optional.empty());
    }

    @Test
    void writesWhatTheModelSays() {
        FakeReader reader = new FakeReader();

        add("hello", 20, reader);
        finish();

        assertThat(reader.text()).isEqualTo(alone("hello", 20));
        assertThat(reader.firstIndex()).isZero();
        assertThat(reader.ending()).contains(Ending.LENGTH);
        assertThat(reader.characters()).isEqualTo(20);
        assertThat(scheduler.isEmpty()).isTrue();
    }

    @Test
    void readsAPromptInOneCallAndThenOneCharacterAStep() {
        add("hello", 3, new FakeReader());
        finish();

        assertThat(model.calls()).containsExactly("read 5", "step 1", "step 1");
    }

    @Test
    void saysWhetherTheModelRepeatsExactlyWhenAStreamGetsItsTurn() {
        List<FakeReader> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            readers.add(new FakeReader());
            add("x", 5, readers.get(i));
        }

        scheduler.round();
        model.setInexact();

        assertThat(readers.subList(0, 3))
                .allSatisfy(reader -> assertThat(reader.exact()).contains(true));
        assertThat(readers.get(3).exact()).isEmpty();
        finish();
        assertThat(readers.get(3).exact()).contains(false);
    }

    @Test
    void sendsTheFirstCharacterWithTheFirstRound() {
        FakeReader reader = new FakeReader();
        add("hello", 1, reader);

        scheduler.round();

        assertThat(reader.text()).isEqualTo(alone("hello", 1));
        assertThat(reader.ending()).contains(Ending.LENGTH);
        assertThat(model.calls()).containsExactly("read 5");
    }

    @Test
    void letsStreamsJoinAndLeaveBetweenSteps() {
        FakeReader shortOne = new FakeReader();
        FakeReader longOne = new FakeReader();
        FakeReader lateOne = new FakeReader();
        add("a", 3, shortOne);
        add("bc", 8, longOne);
        scheduler.round();
        add("def", 6, lateOne);

        finish();

        assertThat(model.calls())
                .containsExactly(
                        "read 1", "read 2", "step 2", "read 3", "step 3", "step 2", "step 2", "step 2", "step 2",
                        "step 1");
        assertThat(shortOne.text()).isEqualTo(alone("a", 3));
        assertThat(longOne.text()).isEqualTo(alone("bc", 8));
        assertThat(lateOne.text()).isEqualTo(alone("def", 6));
    }

    @Test
    void letsStreamsWaitInOrderWhenAllRowsAreTaken() {
        List<FakeReader> readers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FakeReader reader = new FakeReader();
            readers.add(reader);
            add("p" + (char) ('a' + i), 4, reader);
        }

        scheduler.round();

        assertThat(readers)
                .extracting(reader -> reader.text().isEmpty())
                .containsExactly(false, false, false, true, true);
        assertThat(admission.running()).isEqualTo(3);
        assertThat(admission.waiting()).isEqualTo(2);
        finish();
        for (int i = 0; i < 5; i++) {
            assertThat(readers.get(i).text()).isEqualTo(alone("p" + (char) ('a' + i), 4));
        }
        assertThat(admission.running() + admission.waiting()).isZero();
    }

    @Test
    void freesTheRowOfACancelledStreamWithinOneStep() {
        FakeReader gone = new FakeReader();
        FakeReader other = new FakeReader();
        TextStream cancelled = add("gone", 50, gone);
        add("other", 9, other);
        scheduler.round();
        model.calls();

        scheduler.cancel(cancelled);
        scheduler.round();

        assertThat(model.calls()).containsExactly("step 1");
        assertThat(gone.ending()).isEmpty();
        assertThat(gone.failure()).isEmpty();
        finish();
        assertThat(other.text()).isEqualTo(alone("other", 9));
        assertThat(metrics.outcomes).containsExactly(Outcome.CANCELLED, Outcome.LENGTH);
        assertThat(left).hasSize(2);
    }

    @Test
    void cancelsAStreamWhereverItIs() {
        FakeReader full = new FakeReader();
        TextStream paused = add("paused", 9, full);
        scheduler.round();
        full.setReady(false);
        scheduler.round();
        TextStream longPrompt = add("l".repeat(CharacterModel.LONGEST_READ + 1), 9, new FakeReader());
        scheduler.round();
        TextStream waiting = add("waiting", 9, new FakeReader());

        List.of(paused, longPrompt, waiting, waiting, paused).forEach(scheduler::cancel);

        assertThat(scheduler.isEmpty()).isTrue();
        assertThat(scheduler.round()).isFalse();
        assertThat(admission.running() + admission.waiting()).isZero();
        assertThat(metrics.outcomes).containsExactly(Outcome.CANCELLED, Outcome.CANCELLED, Outcome.CANCELLED);
    }

    @Test
    void endsAtTheEndMarkWithoutText() {
        use(NAMES, Optional.empty());
        List<String> endings = new ArrayList<>();
        for (String prompt : List.of("a", "b", "ab", "cde", "hg", "aaaa")) {
            FakeReader reader = new FakeReader();
            add(prompt, 200, reader);

            finish();

            String expected = alone(prompt, 200);
            assertThat(reader.text()).isEqualTo(expected);
            assertThat(reader.characters()).isEqualTo(expected.length());
            assertThat(reader.ending()).contains(expected.length() == 200 ? Ending.LENGTH : Ending.END_MARK);
            endings.add(String.valueOf(reader.ending()));
        }
        assertThat(endings).contains("Optional[END_MARK]");
    }

    @Test
    void usesTheNumberOfTheCharactersIndex() {
        FakeReader whole = new FakeReader();
        FakeReader resumed = new FakeReader();
        Sampling hot = new Sampling(10, 0, 99);

        add(new Order(LETTERS.encode("x"), hot, 0, 40), whole);
        finish();
        add(new Order(LETTERS.encode("x"), hot, 15, 40), resumed);
        finish();

        assertThat(whole.text().codePointCount(0, whole.text().length())).isEqualTo(40);
        assertThat(whole.text()).endsWith(resumed.text()).isNotEqualTo(resumed.text());
    }

    @Test
    void failsTheRunningStreamsWhenAStepFailsAndServesTheNextOnes() {
        FakeReader unlucky = new FakeReader();
        add("x", 5, unlucky);
        model.setFailing(true);
        scheduler.round();
        model.setFailing(false);
        FakeReader lucky = new FakeReader();
        add("y", 5, lucky);

        finish();

        assertThat(unlucky.failure()).isPresent();
        assertThat(lucky.text()).isEqualTo(alone("y", 5));
        assertThat(metrics.outcomes).containsExactly(Outcome.FAILED, Outcome.LENGTH);
    }

    @Test
    void endsOnlyTheStreamWhoseReaderFails() {
        FakeReader bad = new FakeReader();
        FakeReader good = new FakeReader();
        add("x", 5, bad);
        add("y", 5, good);
        scheduler.round();
        bad.setFailing();

        finish();

        assertThat(bad.failure()).isPresent();
        assertThat(good.text()).isEqualTo(alone("y", 5));
    }

    @Test
    void tellsEveryStreamWhenTheProcessStops() {
        List<FakeReader> readers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FakeReader reader = new FakeReader();
            readers.add(reader);
            add("x", 50, reader);
        }
        scheduler.round();
        readers.get(0).setReady(false);
        scheduler.round();

        scheduler.failAll(new ServiceStoppingException());

        assertThat(readers)
                .allSatisfy(reader -> assertThat(reader.failure()).containsInstanceOf(ServiceStoppingException.class));
        assertThat(metrics.outcomes).hasSize(5).containsOnly(Outcome.STOPPED);
        assertNobodyHasAPlace();
    }

    @Test
    void runsNoMoreStreamsThanTheProcessMayWhateverItsRows() {
        admission = new Admission(new AdmissionLimits(2, 100), () -> now);
        for (int i = 0; i < 3; i++) {
            add("x", 5, new FakeReader());
        }

        scheduler.round();

        assertThat(model.calls()).containsExactly("read 1", "read 1", "step 2");
    }

    @Test
    void runsNoMoreStreamsThanThereIsMemoryFor() {
        model.setMemory(2);
        List<FakeReader> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(new FakeReader());
            add("x", 5, readers.get(i));
        }

        scheduler.round();
        assertThat(model.calls()).containsExactly("read 1", "read 1", "step 2");
        assertThat(admission.waiting()).isEqualTo(1);
        finish();

        assertThat(readers).allSatisfy(reader -> assertThat(reader.text()).isEqualTo(alone("x", 5)));
    }

    @Test
    void givesBackTheMemoryOfStreamsThatHaveEnded() {
        add("x", 2, new FakeReader());
        add("y", 5, new FakeReader());

        scheduler.round();
        assertThat(model.room()).isEqualTo(1);
        finish();

        assertThat(model.room()).isZero();
    }

    @Test
    void measuresFromTheRequestToTheFirstCharacterAndBetweenCharacters() {
        now = 1_000;
        FakeReader reader = new FakeReader();
        TextStream stream = add("x", 4, reader);
        now = 1_500;
        scheduler.round();
        now = 1_700;
        reader.setReady(false);
        scheduler.round();
        now = 9_000;
        reader.setReady(true);
        scheduler.resume(stream);

        finish();

        assertThat(metrics.first).containsExactly(500L);
        // The pause was the reader's.
        assertThat(metrics.next).containsExactly(0L, 0L, 0L);
        assertThat(metrics.steps).containsExactly(1, 1, 1);
    }

    @Test
    void writesEveryTextAsIfItWereAlone() {
        checkTextsOfRandomReaders(17, 30, 30);
    }
}
