package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Admission admission = new Admission(new AdmissionLimits(2, 1), () -> 42);
    private final Admission crowded = new Admission(new AdmissionLimits(2, 10), () -> 42);

    @Test
    void refusesAtOnceWhatCannotEvenWait() {
        admission.enter();
        admission.enter();
        admission.enter();

        assertThatThrownBy(admission::enter)
                .isInstanceOf(TooManyStreamsException.class)
                .hasMessage(
                        "2 streams may run here, and 1 more may wait for their turn or for their reader. All places are"
                                + " taken: 0 run, 3 wait for their turn, 0 for their reader. Try again later or elsewhere.");
    }

    @Test
    void countsWhatRunsAndWhatWaits() {
        Admission.Place first = admission.enter();
        Admission.Place second = admission.enter();
        Admission.Place third = admission.enter();

        assertThat(first.run()).isTrue();
        assertThat(second.run()).isTrue();
        assertThat(third.run()).isFalse();

        assertThat(admission.running()).isEqualTo(2);
        assertThat(admission.waiting()).isEqualTo(1);
        second.leave();
        assertThat(third.run()).isTrue();
        assertThat(admission.running()).isEqualTo(2);
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void countsAStreamThatWaitsForItsReaderForItself() {
        Admission.Place first = admission.enter();
        Admission.Place second = admission.enter();
        first.run();
        second.run();

        first.pause();
        second.pause();
        assertThat(admission.paused()).isEqualTo(2);
        assertThat(admission.running() + admission.waiting()).isZero();
        first.resume();
        assertThat(admission.waiting()).isEqualTo(1);
        second.leave();

        assertThat(admission.paused()).isZero();
        assertThat(admission.streams()).isEqualTo(1);
    }

    @Test
    void saysThatSlowReadersTakeThePlaces() {
        for (int i = 0; i < 3; i++) {
            Admission.Place place = admission.enter();
            assertThat(place.run()).isTrue();
            place.pause();
        }
        assertThat(admission.refusals()).isZero();

        assertThatThrownBy(admission::enter)
                .isInstanceOf(TooManyStreamsException.class)
                .hasMessageContaining("0 run, 0 wait for their turn, 3 for their reader");

        assertThat(admission.running() + admission.waiting()).isZero();
        assertThat(admission.paused()).isEqualTo(admission.places());
        assertThat(admission.refusals()).isEqualTo(1);
    }

    @Test
    void freesThePlaceOfAStreamThatLeavesOnce() {
        Admission.Place place = admission.enter();
        place.run();

        place.leave();
        place.leave();

        assertThat(admission.running()).isZero();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void letsThoseRunFirstThatCameFirst() {
        List<Admission.Place> running = running(crowded, 2);
        Admission.Place first = crowded.enter();
        Admission.Place second = crowded.enter();
        assertThat(second.run()).isFalse();
        assertThat(first.run()).isFalse();

        running.get(0).leave();

        assertThat(second.run()).isFalse();
        assertThat(first.run()).isTrue();
        assertThat(second.run()).isFalse();
        running.get(1).leave();
        assertThat(second.run()).isTrue();
    }

    @Test
    void letsAsManyRunAsMay() {
        List<Admission.Place> running = running(crowded, 2);
        Admission.Place first = crowded.enter();
        Admission.Place second = crowded.enter();
        Admission.Place third = crowded.enter();
        assertThat(List.of(third.run(), second.run(), first.run())).containsOnly(false);

        running.forEach(Admission.Place::leave);

        assertThat(third.run()).isFalse();
        assertThat(second.run()).isTrue();
        assertThat(first.run()).isTrue();
    }

    @Test
    void keepsTheTurnOfAStreamThatWasPaused() {
        List<Admission.Place> running = running(crowded, 2);
        Admission.Place paused = running.get(0);
        paused.pause();
        Admission.Place other = crowded.enter();
        other.run();
        Admission.Place late = crowded.enter();
        paused.resume();
        assertThat(List.of(late.run(), paused.run())).containsOnly(false);

        other.leave();

        assertThat(late.run()).isFalse();
        assertThat(paused.run()).isTrue();
    }

    @Test
    void letsOthersRunBeforeOneThatCannotOrHasLeft() {
        List<Admission.Place> running = running(crowded, 2);
        Admission.Place first = crowded.enter();
        Admission.Place second = crowded.enter();
        Admission.Place third = crowded.enter();
        assertThat(List.of(first.run(), second.run(), third.run())).containsOnly(false);
        running.get(0).leave();
        AtomicInteger calls = new AtomicInteger();
        crowded.onFree(calls::incrementAndGet);

        first.stepBack();
        second.leave();

        assertThat(calls).hasValue(2);
        assertThat(third.run()).isTrue();
        assertThat(first.run()).isFalse();
        first.stepBack();
        assertThat(calls).hasValue(2);
    }

    private static List<Admission.Place> running(Admission admission, int streams) {
        List<Admission.Place> places =
                Stream.generate(admission::enter).limit(streams).toList();
        places.forEach(place -> assertThat(place.run()).isTrue());
        return places;
    }

    @Test
    void saysWhenOneMoreMayRun() {
        AtomicInteger calls = new AtomicInteger();
        Runnable listener = calls::incrementAndGet;
        admission.onFree(listener);
        Admission.Place place = admission.enter();
        place.run();

        place.leave();

        assertThat(calls).hasValue(1);
        admission.removeOnFree(listener);
        Admission.Place other = admission.enter();
        other.run();
        other.leave();
        assertThat(calls).hasValue(1);
    }

    @Test
    void keepsTheTimeOfTheRequest() {
        assertThat(admission.enter().since()).isEqualTo(42);
    }

    @Test
    void letsNobodyInAfterItsEndAndWaitsForTheLast() throws Exception {
        Admission.Place place = admission.enter();
        admission.close();

        assertThatThrownBy(admission::enter).isInstanceOf(ServiceStoppingException.class);
        assertThat(admission.isOpen()).isFalse();
        assertThat(admission.awaitDrained(Duration.ZERO)).isFalse();
        place.leave();
        assertThat(admission.awaitDrained(Duration.ZERO)).isTrue();
    }

    @Test
    void isDrainedAtOnceWithoutStreams() throws Exception {
        admission.close();

        assertThat(admission.awaitDrained(Duration.ZERO)).isTrue();
    }
}
