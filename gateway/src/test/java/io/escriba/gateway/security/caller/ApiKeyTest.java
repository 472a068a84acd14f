package io.escriba.gateway.security.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class ApiKeyTest {
    private static final String KEY = "2f7c1d08b6e94a53";

    @Test
    void aKeyAndItsHashAreTheSame() {
        String hash = Sha256.of(KEY.getBytes(StandardCharsets.UTF_8));

        ApiKey plain = ApiKey.parse("alice:" + KEY);

        assertThat(plain.owner()).isEqualTo(new Caller("alice"));
        for (String entry : List.of("alice:sha256:" + hash, "alice:sha256:" + hash.toUpperCase(Locale.ROOT))) {
            assertThat(ApiKey.parse(entry).owner()).isEqualTo(plain.owner());
            assertThat(ApiKey.parse(entry).digest()).isEqualTo(plain.digest());
        }
    }

    @Test
    void whatCanBeSentAsABearerTokenIsAKey() {
        for (String key : List.of("sk-A._~+/0123456789", "c2VjcmV0IG9mIGFsaWNl==", "a".repeat(1_000))) {
            assertThat(ApiKey.parse("a:" + key).digest()).isEqualTo(ApiKey.digestOf(key));
        }
    }

    @Test
    void saysWhatIsWrongAndNeverShowsTheKey() {
        assertRefused("0123456789abcdef0", "no colon");
        assertRefused("Alice:" + KEY, "no valid name");
        assertRefused(":" + KEY, "no valid name");
        assertRefused("alice:2f7c1d08b6e94a5", "('alice') has a key of 15 characters");
        assertRefused("alice:", "('alice') has a key of 0 characters");
        assertRefused("alice:2f7c1d08 b6e94a53", "no bearer token has");
        assertRefused("alice:sha256:2f7c1d08b6e94a53", "('alice') has a hash of 16 characters");
        assertRefused("alice:sha256:" + "g".repeat(64), "not hexadecimal");
    }

    @Test
    void isShownByItsNameOnly() {
        assertThat(ApiKey.parse("alice:" + KEY)).hasToString("key of alice");
    }

    private static void assertRefused(String entry, String words) {
        assertThatThrownBy(() -> ApiKey.parse(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words)
                .hasMessageNotContaining("2f7c1d08")
                .hasMessageNotContaining("gggg")
                .hasMessageNotContaining("0123456789");
    }
}
