package io.escriba.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {
    @ParameterizedTest
    @ValueSource(strings = {"nomes", "0", "a.b_c-9", "tf-lstm-1024"})
    void theseAreNames(String text) {
        assertThat(new Name(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../a", "-a", "A", "a b", "ação", "a/b", "a\n"})
    void theseAreNot(String text) {
        assertThatThrownBy(() -> new Name(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a name");
    }

    @Test
    void aNameHasAtMost63Characters() {
        assertThat(Name.isValid("a".repeat(63))).isTrue();
        assertThat(Name.isValid("a".repeat(64))).isFalse();
    }
}
