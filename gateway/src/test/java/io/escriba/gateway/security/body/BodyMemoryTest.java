package io.escriba.gateway.security.body;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BodyMemoryTest {
    private final BodyMemory memory = new BodyMemory(100);

    @Test
    void givesNoMoreThanThereIs() {
        assertThat(memory.take(60)).isTrue();
        assertThat(memory.take(41)).isFalse();
        assertThat(memory.take(40)).isTrue();
        assertThat(memory.take(1)).isFalse();
    }

    @Test
    void whatIsGivenBackIsThereAgain() {
        assertThat(memory.take(100)).isTrue();
        memory.giveBack(30);

        assertThat(memory.take(31)).isFalse();
        assertThat(memory.take(30)).isTrue();
    }
}
