package io.escriba.gateway.security.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.security.caller.ApiKeys.Entry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KeyHoldersTest {
    private static final String KEY = "alice-0123456789";

    private final KeyHolders holders =
            new KeyHolders(new KeyRing(List.of(new Entry("Key 1", "alice:" + KEY)), Optional.empty()));

    @Test
    void aKeyTellsItsOwner() {
        for (String header : List.of("Bearer " + KEY, "bearer " + KEY, "BEARER  " + KEY + " ")) {
            assertThat(holders.holder(List.of(header))).as(header).isEqualTo(new Caller("alice"));
        }
    }

    @Test
    void withoutAKeyItIsSaidHowToSendOne() {
        for (List<String> headers : List.of(
                List.<String>of(),
                List.of(""),
                List.of("Bearer"),
                List.of(KEY),
                List.of("Basic " + KEY),
                List.of("Bearer" + KEY),
                List.of("Bearer " + KEY, "Bearer " + KEY))) {
            assertRefused(headers, "Authorization: Bearer KEY");
        }
    }

    @Test
    void aKeyThatIsNotValidIsNotShown() {
        for (String header :
                List.of("Bearer wrong-0123456789", "Bearer ", "Bearer " + KEY + " " + KEY, "Bearer alice:" + KEY)) {
            assertRefused(List.of(header), "is not valid");
        }
    }

    private void assertRefused(List<String> headers, String words) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> holders.holder(headers));
        assertThat(refused).as(headers.toString()).isNotNull();
        assertThat(refused.problem().status()).isEqualTo(401);
        assertThat(refused.problem().detail()).contains(words).doesNotContain("0123456789");
    }
}
