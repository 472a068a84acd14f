package io.escriba.gateway.security.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnNamesTest {
    private final OwnNames names = OwnNames.of("box.lan", List.of("Escriba.Example.", "192.168.1.7", "[fd00::7]"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "localhost.",
                "escriba.localhost",
                "127.0.0.1",
                "127.8.9.10",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "[::ffff:127.0.0.1]",
                "box.lan",
                "escriba.example",
                "192.168.1.7",
                "[FD00::7]",
            })
    void thisMachineAndWhatWasGivenAreItsOwn(String host) {
        assertThat(names.include(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "localhost.evil.example",
                "evillocalhost",
                "127.0.0.1.evil.example",
                "www.escriba.example",
                "example",
                "0.0.0.0",
                "[::]",
                "128.0.0.1",
                "192.168.1.8",
                "[fd00::8]",
                "a b",
            })
    void whateverElseLeadsHereIsNot(String host) {
        assertThat(names.include(host)).isFalse();
    }

    @Test
    void everythingThatIsNoNameIsToldTogether() {
        List<String> given = List.of("good.example", "https://bad.example", "worse.example:8080", "*.example");

        assertThatThrownBy(() -> OwnNames.of("127.0.0.1", given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("escriba.gateway.hosts has 'https://bad.example', 'worse.example:8080',"
                        + " '*.example'; use names");
    }
}
