package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AttemptsTest {
    private static final Duration FAILOVER = Duration.ofSeconds(60);
    private static final Optional<Duration> AT_ONCE = Optional.of(Duration.ZERO);
    private static final Optional<Duration> NEVER = Optional.empty();
    private static final Set<String> BOTH = Set.of("a:1", "b:1");

    private final Clock clock = new Clock();

    @Test
    void triesEveryServerOnceBeforeATextThatHasNotBegunFails() {
        Attempts attempts = text(false);

        assertThat(failure(attempts, "a:1", Failure.AWAY)).isEqualTo(AT_ONCE);
        assertThat(attempts.failed()).containsExactly("a:1");
        assertThat(failure(attempts, "b:1", Failure.AWAY)).isEqualTo(NEVER);
    }

    @Test
    void saysWhatIsOfUseToWhoAsked() {
        Attempts attempts = text(false);
        Throwable busy = new IllegalStateException("busy");
        attempts.failedAt("a:1");
        assertThat(attempts.next(Failure.BUSY, busy, BOTH)).isEqualTo(AT_ONCE);

        assertThat(failure(attempts, "b:1", Failure.AWAY)).isEqualTo(NEVER);

        assertThat(attempts.mostTelling()).isSameAs(busy);
    }

    @Test
    void whatWouldFailEverywhereFailsAtOnce() {
        Attempts attempts = text(true);
        Throwable wrong = new IllegalArgumentException("wrong");
        assertThat(failure(attempts, "a:1", Failure.AWAY)).isEqualTo(AT_ONCE);
        attempts.failedAt("b:1");

        assertThat(attempts.next(Failure.FINAL, wrong, BOTH)).isEqualTo(NEVER);

        assertThat(attempts.mostTelling()).isSameAs(wrong);
    }

    @Test
    void aTextThatHasBegunPausesLongerAndLonger() {
        Attempts attempts = text(false);
        attempts.progressed();
        List<Optional<Duration>> pauses = new ArrayList<>();

        for (int i = 0; i < 7; i++) {
            assertThat(failure(attempts, "a:1", Failure.AWAY)).isEqualTo(AT_ONCE);
            pauses.add(failure(attempts, "b:1", Failure.BUSY));
            assertThat(attempts.failed()).isEmpty();
        }

        assertThat(pauses)
                .extracting(pause -> pause.orElseThrow().toMillis())
                .containsExactly(20L, 40L, 80L, 160L, 320L, 500L, 500L);
    }

    @Test
    void aTextThatHasBegunFailsWhenNoCharacterHasComeForTooLong() {
        Attempts attempts = text(true);
        assertThat(failure(attempts, "a:1", Failure.AWAY, Set.of("a:1"))).isPresent();
        clock.pass(FAILOVER.minusMillis(1));
        assertThat(failure(attempts, "a:1", Failure.AWAY, Set.of("a:1"))).isPresent();
        clock.pass(Duration.ofMillis(1));

        assertThat(failure(attempts, "a:1", Failure.AWAY, Set.of("a:1"))).isEqualTo(NEVER);
    }

    @Test
    void everyCharacterGivesPatienceAnew() {
        Attempts attempts = text(true);
        assertThat(attempts.progressed()).isFalse();
        assertThat(failure(attempts, "a:1", Failure.AWAY, Set.of("a:1"))).contains(Duration.ofMillis(20));
        clock.pass(FAILOVER.minusMillis(1));
        assertThat(failure(attempts, "a:1", Failure.AWAY, Set.of("a:1"))).contains(Duration.ofMillis(40));

        assertThat(attempts.progressed()).isTrue();

        assertThat(attempts.progressed()).isFalse();
        clock.pass(FAILOVER.minusMillis(1));
        assertThat(failure(attempts, "a:1", Failure.AWAY, Set.of("a:1"))).contains(Duration.ofMillis(20));
    }

    @Test
    void aReaderWhoTakesNothingForLongLosesNoPatience() {
        Attempts attempts = text(true);
        attempts.progressed();
        clock.pass(FAILOVER.multipliedBy(10));

        assertThat(failure(attempts, "a:1", Failure.AWAY, Set.of("a:1"))).contains(Duration.ofMillis(20));
    }

    @Test
    void aServerThatFailedBeforeTheLastCharacterIsTriedAgain() {
        Attempts attempts = text(false);
        assertThat(failure(attempts, "a:1", Failure.BUSY)).isEqualTo(AT_ONCE);
        attempts.progressed();

        assertThat(failure(attempts, "b:1", Failure.AWAY)).isEqualTo(AT_ONCE);

        assertThat(attempts.failed()).containsExactly("b:1");
    }

    @Test
    void aServerThatAppearsIsTriedAtOnce() {
        Attempts attempts = text(false);
        assertThat(failure(attempts, "a:1", Failure.AWAY)).isEqualTo(AT_ONCE);

        assertThat(failure(attempts, "b:1", Failure.AWAY, Set.of("a:1", "b:1", "c:1")))
                .isEqualTo(AT_ONCE);
    }

    @Test
    void aVersionThatWasJustPublishedIsWaitedForThoughNothingHasBegun() {
        Attempts attempts = text(false);
        assertThat(failure(attempts, "a:1", Failure.LATE)).isEqualTo(AT_ONCE);
        assertThat(failure(attempts, "b:1", Failure.AWAY)).contains(Duration.ofMillis(20));

        clock.pass(Duration.ofSeconds(10));

        assertThat(failure(attempts, "a:1", Failure.LATE)).isEqualTo(AT_ONCE);
        assertThat(failure(attempts, "b:1", Failure.LATE)).isEqualTo(NEVER);
    }

    @Test
    void waitsForATextThatHasBegunWhenNoServerIsFound() {
        Attempts attempts = text(true);

        assertThat(attempts.next(Failure.AWAY, new IllegalStateException(), Set.of()))
                .contains(Duration.ofMillis(20));
        assertThat(text(false).next(Failure.AWAY, new IllegalStateException(), Set.of()))
                .isEqualTo(NEVER);
    }

    @Test
    void whatCannotBeResumedIsTriedElsewhereOnlyBeforeAnythingHasCome() {
        Attempts attempts = new Attempts(false, false, FAILOVER, clock);
        assertThat(failure(attempts, "a:1", Failure.AWAY)).isEqualTo(AT_ONCE);
        attempts.progressed();

        assertThat(failure(attempts, "b:1", Failure.AWAY)).isEqualTo(NEVER);
    }

    @Test
    void readsFailuresFromStatuses() {
        assertThat(Failure.of(Status.UNAVAILABLE.asRuntimeException(), true)).isEqualTo(Failure.AWAY);
        assertThat(Failure.of(Status.CANCELLED.asRuntimeException(), true)).isEqualTo(Failure.AWAY);
        assertThat(Failure.of(Status.RESOURCE_EXHAUSTED.asRuntimeException(), true))
                .isEqualTo(Failure.BUSY);
        assertThat(Failure.of(Status.FAILED_PRECONDITION.asRuntimeException(), true))
                .isEqualTo(Failure.UNLOADABLE);
        assertThat(Failure.of(Status.NOT_FOUND.asRuntimeException(), true)).isEqualTo(Failure.LATE);
        assertThat(Failure.of(Status.NOT_FOUND.asRuntimeException(), false)).isEqualTo(Failure.FINAL);
        assertThat(Failure.of(Status.INVALID_ARGUMENT.asRuntimeException(), true))
                .isEqualTo(Failure.FINAL);
        assertThat(Failure.of(new IllegalStateException(), true)).isEqualTo(Failure.FINAL);
    }

    private Attempts text(boolean begun) {
        return new Attempts(true, begun, FAILOVER, clock);
    }

    private static Optional<Duration> failure(Attempts attempts, String server, Failure kind) {
        return failure(attempts, server, kind, BOTH);
    }

    private static Optional<Duration> failure(Attempts attempts, String server, Failure kind, Set<String> servers) {
        attempts.failedAt(server);
        return attempts.next(kind, new IllegalStateException(), servers);
    }

    /** Stands still until it is told otherwise. */
    private static final class Clock implements InstantSource {
        private Instant now = Instant.EPOCH;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
