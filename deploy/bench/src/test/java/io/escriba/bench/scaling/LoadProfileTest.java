package io.escriba.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadProfileTest {
    @Test
    void risesAndFallsInStraightLines() {
        LoadProfile load = LoadProfile.parse("0:10,20:10,30:110,50:10");

        assertThat(at(load, 0)).isEqualTo(10);
        assertThat(at(load, 20)).isEqualTo(10);
        assertThat(at(load, 25)).isEqualTo(60);
        assertThat(at(load, 30)).isEqualTo(110);
        assertThat(at(load, 40)).isEqualTo(60);
        assertThat(at(load, 1000)).isEqualTo(10);
        assertThat(load.length()).isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void mayJump() {
        LoadProfile load = LoadProfile.parse("5:1,5:9");

        assertThat(at(load, 0)).isEqualTo(1);
        assertThat(at(load, 4)).isEqualTo(1);
        assertThat(at(load, 5)).isEqualTo(9);
    }

    @Test
    void namesWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> LoadProfile.parse("0:1,ten:2")).hasMessageContaining("'ten:2'");
        assertThatThrownBy(() -> LoadProfile.parse("10:1,5:2")).hasMessageContaining("5 s comes after that at 10 s");
    }

    private static int at(LoadProfile load, int seconds) {
        return load.at(Duration.ofSeconds(seconds));
    }
}
