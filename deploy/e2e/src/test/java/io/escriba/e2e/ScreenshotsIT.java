package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Leaves pictures of the page in {@code target/screenshots}. {@link PageScreenshots} takes those of the README in the same way. */
@ExtendWith(SharedInstance.class)
class ScreenshotsIT {
    private static final Path DIRECTORY = Path.of("target/screenshots");

    @Test
    void eachViewIsShownLightAndDark(Escriba escriba) throws IOException {
        List<Path> pictures = new Screenshots(escriba, "nomes", "Ma").take(DIRECTORY);

        assertThat(pictures).hasSize(2 * Screenshots.VIEWS.size());
        for (int i = 0; i < pictures.size(); i += 2) {
            assertThat(brightness(pictures.get(i))).as("%s", pictures.get(i)).isBetween(0.75, 0.99);
            assertThat(brightness(pictures.get(i + 1)))
                    .as("%s", pictures.get(i + 1))
                    .isBetween(0.03, 0.25);
        }
    }

    /** The mean of a picture's green, from black (0) to white (1). */
    private static double brightness(Path file) throws IOException {
        BufferedImage picture = ImageIO.read(file.toFile());
        assertThat(picture.getWidth()).isEqualTo(Screenshots.WIDTH);
        assertThat(picture.getHeight()).isEqualTo(Screenshots.HEIGHT);
        long sum = 0;
        for (int y = 0; y < Screenshots.HEIGHT; y++) {
            for (int x = 0; x < Screenshots.WIDTH; x++) {
                sum += picture.getRGB(x, y) >> 8 & 0xff;
            }
        }
        return sum / 255.0 / Screenshots.WIDTH / Screenshots.HEIGHT;
    }
}
