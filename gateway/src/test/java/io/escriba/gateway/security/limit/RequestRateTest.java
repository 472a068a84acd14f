package io.escriba.gateway.security.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.security.caller.Caller;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RequestRateTest {
    private static final Caller ALICE = new Caller("alice");

    private final Hands hands = new Hands();
    private final RequestRate rate = new RequestRate(30, 3, hands);

    @Test
    void whoSendsMoreThanTheBurstWaits() {
        admit(ALICE, 3);

        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> rate.admit(ALICE));

        assertThat(refused.problem().status()).isEqualTo(429);
        assertThat(refused.problem().retryAfter()).contains(Duration.ofSeconds(2));
        assertThat(refused).hasMessageContaining("'alice'").hasMessageContaining("30 requests a minute");
    }

    @Test
    void requestsComeBackOneByOne() {
        admit(ALICE, 3);

        hands.advance(Duration.ofMillis(1_999));
        assertThat(catchThrowableOfType(ProblemException.class, () -> rate.admit(ALICE))
                        .problem()
                        .retryAfter())
                .contains(Duration.ofSeconds(1));
        hands.advance(Duration.ofMillis(1));
        admit(ALICE, 1);
        hands.advance(Duration.ofMinutes(10));
        admit(ALICE, 3);
        assertThat(catchThrowableOfType(ProblemException.class, () -> rate.admit(ALICE)))
                .isNotNull();
    }

    @Test
    void theOthersNoticeNothing() {
        admit(ALICE, 3);

        admit(new Caller("bob"), 3);
        admit(Caller.ANYONE, 1_000);
    }

    private void admit(Caller caller, int times) {
        for (int i = 0; i < times; i++) {
            rate.admit(caller);
        }
    }

    /** Those of a clock, which the test moves. */
    private static final class Hands implements TimeMeter {
        private long nanoseconds;

        void advance(Duration time) {
            nanoseconds += time.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanoseconds;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
