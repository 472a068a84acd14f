package io.escriba.gateway.security.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.security.caller.ApiKeys.Entry;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ApiKeysTest {
    private static final String ALICE = "alice-0123456789";
    private static final String ALICE_TOO = "alice-9876543210";
    private static final String BOB = "bob-0123456789ab";

    private final ApiKeys keys = keys("alice:" + ALICE, "bob:" + BOB, "alice:" + ALICE_TOO);

    @Test
    void eachKeyHasItsOwner() {
        assertThat(keys.owner(ALICE)).contains(new Caller("alice"));
        assertThat(keys.owner(ALICE_TOO)).contains(new Caller("alice"));
        assertThat(keys.owner(BOB)).contains(new Caller("bob"));
        assertThat(keys.names()).containsExactly("alice", "bob");
    }

    @Test
    void nothingElseIsAKey() {
        for (String other : List.of(
                "", "alice", ALICE + "0", ALICE.substring(1), "alice:" + ALICE, ALICE.toUpperCase(Locale.ROOT))) {
            assertThat(keys.owner(other)).as(other).isEmpty();
        }
    }

    @Test
    void theHashOfAKeyIsNoKey() {
        String hash = HexFormat.of().formatHex(ApiKey.digestOf(ALICE));

        assertThat(keys.owner(hash)).isEmpty();
        assertThat(keys.owner("sha256:" + hash)).isEmpty();
    }

    @Test
    void knowsThoseWhoHaveAKey() {
        assertThat(keys.know(new Caller("alice"))).isTrue();
        assertThat(keys.know(new Caller("carol"))).isFalse();
        assertThat(keys.know(Caller.ANYONE)).isFalse();
    }

    @Test
    void aKeyMayStandThereTwiceButNotWithTwoNames() {
        assertThat(keys("alice:" + ALICE, "alice:" + ALICE).owner(ALICE)).contains(new Caller("alice"));
        assertThatThrownBy(() -> keys("alice:" + ALICE, "bob:" + ALICE))
                .hasMessage("Key 1 ('bob') has the key of 'alice'. Give each name keys of its own.");
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> keys("alice", "bob:" + BOB, "Carol:" + ALICE))
                .hasMessageContaining("Key 0 has no colon")
                .hasMessageContaining("Key 2 has no valid name")
                .hasMessageNotContaining("Key 1");
    }

    private static ApiKeys keys(String... entries) {
        return ApiKeys.of(IntStream.range(0, entries.length)
                .mapToObj(i -> new Entry("Key " + i, entries[i]))
                .toList());
    }
}
