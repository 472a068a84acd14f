package io.escriba.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvesTest {
    private static final List<Moment> MOMENTS = List.of(
            new Moment(0, 4, List.of(3.0, 4.0), 1, 1, 0.01, 0.02),
            new Moment(1.5, 90, List.of(32.0, 88.0), 2, 1, 0.5, 2.25));

    @TempDir
    private Path directory;

    @Test
    void areATableAndAPicture() throws Exception {
        new Curves(MOMENTS).write(directory.resolve("scaling"));

        assertThat(Files.readAllLines(directory.resolve("scaling.csv")))
                .containsExactly(
                        "seconds,readers,query_1,query_2,processes_wanted,processes_ready,wait_median_s,wait_longest_s",
                        "0.00,4,3,4,1,1,0.010,0.020",
                        "1.50,90,32,88,2,1,0.500,2.250");
        assertThat(ImageIO.read(directory.resolve("scaling.png").toFile()).getWidth())
                .isGreaterThan(500);
    }

    @Test
    void sayWhereTheyCannotBeWritten() {
        Path nowhere = directory.resolve("none").resolve("scaling");

        assertThatThrownBy(() -> new Curves(MOMENTS).write(nowhere))
                .hasMessageContainingAll(nowhere.toString(), "--out");
    }
}
