package io.escriba.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotCaret;
import io.escriba.gateway.browser.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Takes the pictures of the page that stand in the README, in {@code docs/images}. It changes files of the checkout, and so
 * it is no part of the build: {@code ./mvnw verify -Dit.test=PageScreenshots -Dtest=NONE
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
@ExtendWith(SharedInstance.class)
class PageScreenshots {
    private static final int WIDTH = 1_200;
    private static final int HEIGHT = 720;
    private static final long MOST_BYTES = 150_000;
    private static final Path CHECKOUT = Path.of(System.getProperty("escriba.checkout"));
    private static final Path IMAGES = CHECKOUT.resolve("docs/images");

    @Test
    void takesAPictureOfEachViewInEachColour(Escriba escriba) throws IOException {
        Files.createDirectories(IMAGES);
        String prose = prose();
        // Two versions, so that one curve stands behind the other.
        escriba.follow(escriba.publish("decisions", prose, "{\"timeBudget\": \"PT30S\"}"));
        escriba.follow(Escriba.json(escriba.post("/api/models/decisions/train", "{\"timeBudget\": \"PT1M\"}")
                        .body())
                .get("job")
                .asText());
        try (Chromium chromium = new Chromium()) {
            for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                Page page = chromium.page(
                        Chromium.english().setColorScheme(colours).setViewportSize(WIDTH, HEIGHT));
                for (String view : List.of("write", "compare", "inside", "corpora", "train", "models")) {
                    page.navigate(escriba.uri("/") + "#/" + view);
                    assertThat(page.locator(view + "-view")).isVisible();
                    show(page, view);
                    page.evaluate("scrollTo(0, 0)");
                    Path picture = IMAGES.resolve(view + "-" + colours.name().toLowerCase(Locale.ROOT) + ".png");
                    page.screenshot(new ScreenshotOptions().setPath(picture).setCaret(ScreenshotCaret.HIDE));
                    assertThat(picture)
                            .satisfies(file -> assertThat(Files.size(file)).isLessThan(MOST_BYTES));
                }
            }
        }
    }

    /** Lets a view show what it is there for. */
    private static void show(Page page, String view) {
        switch (view) {
            case "write" -> {
                choose(page, "The ");
                page.locator("#write").click();
                assertThat(page.locator("write-view .status")).containsText("Done");
            }
            case "compare" -> {
                choose(page, "The ");
                field(page, "temperatures").fill("0.2, 0.7, 1.2");
                page.locator("#compare").click();
                for (Locator status :
                        page.locator("compare-view .sheet .status").all()) {
                    assertThat(status).containsText("Done");
                }
            }
            case "inside" -> {
                choose(page, "The ");
                field(page, "length").fill("240");
                page.locator("#look").click();
                assertThat(page.locator("inside-view .status")).containsText("Done");
                page.locator(".character.surprise-4").nth(5).click();
            }
            case "corpora" ->
                page.locator("[data-corpus=decisions]")
                        .getByText("Show an excerpt")
                        .click();
            default -> assertThat(page.locator(view + "-view canvas")).isVisible();
        }
    }

    private static void choose(Page page, String beginning) {
        field(page, "model").selectOption("decisions");
        field(page, "prompt").fill(beginning);
        field(page, "seed").fill("1");
        Locator more = page.locator("summary:visible");
        if (more.count() > 0) {
            more.click();
        }
        field(page, "pace").selectOption("0");
        if (more.count() > 0) {
            more.click();
        }
    }

    private static Locator field(Page page, String name) {
        return page.locator("[name=" + name + "]:visible");
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
