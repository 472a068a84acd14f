package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.inference.session.CharacterModel;
import io.escriba.model.ContextWindow;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a scheduler serves a model that sees a limited context. */
@Timeout(60)
class ContextTest extends SchedulerFixture {
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz");
    private static final int SHORT = 10;
    private static final int LONG = 2 * CharacterModel.LONGEST_READ;

    ContextTest() {
        super(LETTERS, Optional.of(new ContextWindow(SHORT)));
    }

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

        assertThat(scheduler.round()).isFalse();
        assertNobodyHasAPlace();
    }

    @Test
    void aStreamIsToldWhileItWaitsToReadAgainThatTheProcessStops() {
        FakeReader reader = new FakeReader();
        waitingToReadAgain(reader);

        scheduler.failAll(new ServiceStoppingException());

        assertThat(reader.failure()).containsInstanceOf(ServiceStoppingException.class);
        assertNobodyHasAPlace();
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

    @Test
    void writesEveryTextAsIfItWereAlone() {
        checkTextsOfRandomReaders(23, 40, 60);
    }

    private void useContext(int length) {
        use(LETTERS, Optional.of(new ContextWindow(length)));
    }
}
