package io.escriba.gateway.security.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class LimitedBodyTest {
    @Test
    void givesABodyThatFits() throws IOException {
        LimitedBody body = body(5);
        body.expect(5);

        assertThat(body.readAllBytes()).hasSize(5);
    }

    @Test
    void refusesOneThatSaysThatItIsTooLong() {
        LimitedBody body = body(0);

        assertTooLarge(() -> body.expect(6), "The body has 6 bytes, and 5 are the most");
    }

    @Test
    void refusesOneThatDoesNotSaySo() {
        assertTooLarge(() -> body(6).readAllBytes(), "longer than 5 bytes");
        assertTooLarge(
                () -> {
                    LimitedBody body = body(6);
                    while (body.read() >= 0) {}
                },
                "longer than 5 bytes");
    }

    private static LimitedBody body(int bytes) {
        return new LimitedBody(new ByteArrayInputStream(new byte[bytes]), 5, "some.setting");
    }

    private static void assertTooLarge(ThrowingCallable reading, String detail) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, reading);
        assertThat(refused.problem().status()).isEqualTo(413);
        assertThat(refused).hasMessageContaining(detail).hasMessageContaining("some.setting");
    }
}
