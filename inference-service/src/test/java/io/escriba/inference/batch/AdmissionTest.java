package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Admission admission = new Admission(new AdmissionLimits(2, 1), () -> 42);

    @Test
    void refusesAtOnceWhatCannotEvenWait() {
        admission.enter();
        admission.enter();
        admission.enter();

        assertThatThrownBy(admission::enter)
                .isInstanceOf(TooManyStreamsException.class)
                .hasMessageContaining("2 streams may run")
                .hasMessageContaining("1 may wait");
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
    void freesThePlaceOfAStreamThatLeavesOnce() {
        Admission.Place place = admission.enter();
        place.run();

        place.leave();
        place.leave();

        assertThat(admission.running()).isZero();
        assertThat(admission.waiting()).isZero();
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
