package io.escriba.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotCaret;
import io.escriba.gateway.browser.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes a picture of each view of the page, light and dark, in which a model does what it has learned. */
final class Screenshots {
    static final int WIDTH = 1_200;
    static final int HEIGHT = 720;
    static final List<String> VIEWS = List.of("write", "compare", "inside", "corpora", "train", "models");

    private final Escriba escriba;
    private final String model;
    private final String beginning;

    /** Pictures of a model, which has the name of its corpus, and which writes after this beginning. */
    Screenshots(Escriba escriba, String model, String beginning) {
        this.escriba = escriba;
        this.model = model;
        this.beginning = beginning;
    }

    /** Puts the pictures into this directory, and returns them: of each view the light one, then the dark one. */
    List<Path> take(Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Path> pictures = new ArrayList<>();
        try (Chromium chromium = new Chromium()) {
            for (String view : VIEWS) {
                for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    Page page = chromium.page(
                            Chromium.english().setColorScheme(colours).setViewportSize(WIDTH, HEIGHT));
                    page.navigate(escriba.uri("/") + "#/" + address(view));
                    assertThat(page.locator(view + "-view")).isVisible();
                    show(page, view);
                    page.evaluate("scrollTo(0, 0)");
                    Path picture = directory.resolve(view + "-" + colours.name().toLowerCase(Locale.ROOT) + ".png");
                    page.screenshot(new ScreenshotOptions().setPath(picture).setCaret(ScreenshotCaret.HIDE));
                    pictures.add(picture);
                    page.context().close();
                }
            }
        }
        return pictures;
    }

    private String address(String view) {
        if (!view.equals("train")) {
            return view;
        }
        List<String> jobs = escriba.jobsOf(model);
        return "train?job=" + jobs.get(jobs.size() - 1);
    }

    /** Lets a view show what it is there for. */
    private void show(Page page, String view) {
        switch (view) {
            case "write" -> {
                choose(page);
                page.locator("#write").click();
                assertThat(page.locator("write-view .status")).containsText("Done");
            }
            case "compare" -> {
                choose(page);
                field(page, "temperatures").fill("0.2, 0.7, 1.2");
                page.locator("#compare").click();
                Locator statuses = page.locator("compare-view .sheet .status");
                assertThat(statuses).hasCount(3);
                for (Locator status : statuses.all()) {
                    assertThat(status).containsText("Done");
                }
            }
            case "inside" -> {
                choose(page);
                field(page, "length").fill("240");
                page.locator("#look").click();
                assertThat(page.locator("inside-view .status")).containsText("Done");
                // The character that surprised the model most.
                page.evaluate("""
                        () => [...document.querySelectorAll("#inside-paper .character")]
                          .reduce((most, character) => (character.logprob < most.logprob ? character : most)).click()""");
                assertThat(page.locator(".alternatives")).isVisible();
            }
            case "corpora" -> {
                Locator corpus = page.locator("[data-corpus=" + model + "]");
                corpus.getByText("Show an excerpt").click();
                assertThat(corpus.locator("blockquote")).isVisible();
            }
            default -> assertThat(page.locator(view + "-view canvas")).isVisible();
        }
    }

    private void choose(Page page) {
        field(page, "model").selectOption(model);
        field(page, "prompt").fill(beginning);
        field(page, "seed").fill("1");
        Locator more = page.locator("summary:visible");
        boolean isClosed = more.count() > 0;
        if (isClosed) {
            more.click();
        }
        field(page, "pace").selectOption("0");
        if (isClosed) {
            more.click();
        }
    }

    private static Locator field(Page page, String name) {
        return page.locator("[name=" + name + "]:visible");
    }
}
