package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.inference.session.CharacterModel;
import io.escriba.model.ContextWindow;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a scheduler serves a model that sees a limited context. */
@Timeout(60)
class ContextTest {
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz");
    private static final int SHORT = 10;
    private static final int LONG = 2 * CharacterModel.LONGEST_READ;

    private final CountingMetrics metrics = new CountingMetrics();
    private Optional<ContextWindow> context = Optional.of(new ContextWindow(SHORT));
    private FakeModel model = new FakeModel(LETTERS, 3, context);
    private final Admission admission = new Admission(new AdmissionLimits(3, 1_000), () -> 0);
    private Scheduler scheduler = new Scheduler(model, LETTERS, metrics, () -> 0);

    @Test
    void aStreamThatOutgrowsTheContextReadsItsNewerHalfAgainAndGoesOn() {
        FakeReader reader = new FakeReader();

        add("hhhhhhhh", 8, reader);
        finish();

        assertThat(reader.text()).isEqualTo(alone("hhhhhhhh", 8));
        // Eight ids and two more fill the context; then the last five of them, the newest with them, are read anew.
        assertThat(model.calls())
                .containsExactly("read 8", "step 1", "step 1", "read 6", "step 1", "step 1", "step 1", "step 1");
    }

    @Test
    void aPromptLongerThanTheContextIsReadFromWhereItsWindowBegins() {
        FakeReader reader = new FakeReader();
        String prompt = "abcdefgh".repeat(100) + "x";

        add(prompt, 30, reader);
        scheduler.round();

        assertThat(model.calls()).containsExactly("read 6", "step 1");
        finish();
        assertThat(reader.text()).isEqualTo(alone(prompt, 30));
    }

    @Test
    void aTextGoesOnFromWhatHasBeenWritten() {
        FakeReader whole = new FakeReader();
        FakeReader rest = new FakeReader();
        add("abc", 60, whole);
        finish();

        add("abc" + whole.text().substring(0, 33), 27, rest);
        finish();

        assertThat(rest.text()).isEqualTo(whole.text().substring(33));
    }

    @Test
    void theOthersAreSteppedWhileALongWindowIsReadAgain() {
        useContext(LONG);
        FakeReader running = new FakeReader();
        FakeReader late = new FakeReader();
        add("x", 20, running);
        scheduler.round();
        model.calls();
        String prompt = "p".repeat(LONG);

        add(prompt, 3, late);
        finish();

        String stretch = "read " + CharacterModel.LONGEST_READ;
        assertThat(model.calls())
                .startsWith(stretch, "step 1", stretch, "step 1", stretch, "step 1", "read 1", "step 2", "step 1");
        assertThat(late.text()).isEqualTo(alone(prompt, 3));
        assertThat(running.text()).isEqualTo(alone("x", 20));
    }

    @Test
    void aPausedStreamGivesItsStateUpAndReadsItsWindowAgain() {
        FakeReader reader = new FakeReader();
        TextStream stream = add("abc", 20, reader);
        scheduler.round();
        reader.setReady(false);
        scheduler.round();
        model.calls();
        reader.setReady(true);

        scheduler.resume(stream);
        scheduler.round();

        assertThat(model.calls()).containsExactly("read 5", "step 1");
        finish();
        assertThat(reader.text()).isEqualTo(alone("abc", 20));
    }

    @Test
    void aRowIsKeptForAStreamThatReadsAgain() {
        List<FakeReader> readers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            readers.add(new FakeReader());
            add("hhhhhhhh", 40, readers.get(i));
        }

        finish();

        assertThat(readers).allSatisfy(reader -> assertThat(reader.text()).isEqualTo(alone("hhhhhhhh", 40)));
        assertThat(metrics.steps).allSatisfy(rows -> assertThat(rows).isLessThanOrEqualTo(3));
        assertThat(admission.running() + admission.waiting()).isZero();
    }

    @Test
    void aStreamIsCancelledWhileItWaitsToReadAgain() {
        TextStream waits = waitingToReadAgain(new FakeReader());

        scheduler.cancel(waits);

        assertThat(scheduler.isEmpty()).isTrue();
        assertThat(scheduler.round()).isFalse();
        assertThat(admission.running() + admission.waiting()).isZero();
    }

    @Test
    void aStreamIsToldWhileItWaitsToReadAgainThatTheProcessStops() {
        FakeReader reader = new FakeReader();
        waitingToReadAgain(reader);

        scheduler.failAll(new ServiceStoppingException());

        assertThat(reader.failure()).containsInstanceOf(ServiceStoppingException.class);
        assertThat(scheduler.isEmpty()).isTrue();
        assertThat(admission.running() + admission.waiting()).isZero();
    }

    /** Its prompt fills the context and has been read with all that may be read in a round. */
    private TextStream waitingToReadAgain(FakeReader reader) {
        useContext(LONG);
        TextStream stream = add("p".repeat(LONG), 9, reader);
        scheduler.round();
        scheduler.round();
        assertThat(reader.text()).hasSize(1);
        return stream;
    }

    /** Joins, pauses, resumptions and cancellations at random: every text that ends is the one it would be alone. */
    @Test
    void writesEveryTextAsIfItWereAlone() {
        Random random = new Random(23);
        List<TextStream> streams = new ArrayList<>();
        List<FakeReader> readers = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 3_000; round++) {
            if (random.nextInt(6) == 0) {
                String prompt = LETTERS.decode(
                        random.ints(1 + random.nextInt(40), 0, LETTERS.size()).toArray());
                int characters = 1 + random.nextInt(60);
                readers.add(new FakeReader());
                streams.add(add(prompt, characters, readers.get(readers.size() - 1)));
                expected.add(alone(prompt, characters));
            }
            if (!streams.isEmpty()) {
                int any = random.nextInt(streams.size());
                switch (random.nextInt(20)) {
                    case 0 -> scheduler.cancel(streams.get(any));
                    case 1, 2, 3, 4 -> readers.get(any).setReady(false);
                    default -> {
                        readers.get(any).setReady(true);
                        scheduler.resume(streams.get(any));
                    }
                }
            }
            scheduler.round();
        }
        readers.forEach(reader -> reader.setReady(true));
        streams.forEach(scheduler::resume);
        finish();

        for (int i = 0; i < streams.size(); i++) {
            assertThat(readers.get(i).failure()).isEmpty();
            if (readers.get(i).ending().isPresent()) {
                assertThat(readers.get(i).text()).isEqualTo(expected.get(i));
            } else {
                assertThat(expected.get(i)).startsWith(readers.get(i).text());
            }
        }
        assertThat(scheduler.isEmpty()).isTrue();
        assertThat(admission.running() + admission.waiting()).isZero();
    }

    private TextStream add(String prompt, long characters, FakeReader reader) {
        TextStream stream = new TextStream(
                FakeModel.order(LETTERS, prompt, characters), reader, admission.enter(), () -> {}, model.context());
        scheduler.add(stream);
        return stream;
    }

    private void finish() {
        while (scheduler.round()) {
            // Each round takes every running stream one character further.
        }
    }

    private void useContext(int length) {
        context = Optional.of(new ContextWindow(length));
        model = new FakeModel(LETTERS, 3, context);
        scheduler = new Scheduler(model, LETTERS, metrics, () -> 0);
    }

    private String alone(String prompt, int characters) {
        return FakeModel.text(LETTERS, LETTERS.encode(prompt), characters, context);
    }
}
