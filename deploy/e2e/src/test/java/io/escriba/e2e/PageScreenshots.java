package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Takes the pictures of the page that stand in the README, in {@code docs/images}, of a model that has read more than the
 * build has time for. It changes files of the checkout, and so it is no part of the build: {@code ./mvnw verify
 * -Dit.test=PageScreenshots -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
@ExtendWith(SharedInstance.class)
class PageScreenshots {
    private static final long MOST_BYTES = 150_000;
    private static final Path CHECKOUT = Path.of(System.getProperty("escriba.checkout"));

    @Test
    void takesThePicturesOfTheReadme(Escriba escriba) throws IOException {
        String prose = prose();
        // Two versions, so that one curve stands behind the other.
        escriba.follow(escriba.publish("decisions", prose, "{\"timeBudget\": \"PT30S\"}"));
        escriba.follow(Escriba.json(escriba.post("/api/models/decisions/train", "{\"timeBudget\": \"PT1M\"}")
                        .body())
                .get("job")
                .asText());

        assertThat(new Screenshots(escriba, "decisions", "The ").take(CHECKOUT.resolve("docs/images")))
                .allSatisfy(picture -> assertThat(Files.size(picture)).isLessThan(MOST_BYTES));
    }

    /** The reasons for everything, as the text to learn from. */
    private static String prose() throws IOException {
        try (Stream<Path> files = Files.list(CHECKOUT.resolve("docs/decisions"))) {
            return files.sorted().map(PageScreenshots::read).collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("A decision cannot be read.", e);
        }
    }
}
