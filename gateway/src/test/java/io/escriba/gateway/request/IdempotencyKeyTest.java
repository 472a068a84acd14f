package io.escriba.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.name.Name;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IdempotencyKeyTest {
    private static final Name NOMES = new Name("nomes");

    @Test
    void readsPrintableAscii() {
        assertThat(new IdempotencyKey("a b~!").value()).isEqualTo("a b~!");
        assertThat(new IdempotencyKey("k".repeat(200)).value()).hasSize(200);
    }

    @Test
    void refusesOtherKeys() {
        for (String header : List.of("", "k".repeat(201), "ã", "a\tb")) {
            assertThatThrownBy(() -> new IdempotencyKey(header))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 200");
        }
    }

    @Test
    void standsForOneKeyOfOneName() {
        IdempotencyKey key = new IdempotencyKey("k");

        assertThat(key.hash(NOMES)).hasSize(64).isEqualTo(new IdempotencyKey("k").hash(NOMES));
        assertThat(key.hash(NOMES)).isNotEqualTo(key.hash(new Name("textos")));
        assertThat(key.hash(NOMES)).isNotEqualTo(new IdempotencyKey("K").hash(NOMES));
    }
}
