package io.escriba.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import io.escriba.gateway.Chromium;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.RunningGateway;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How fast the page is, by the browser's own measurements. It needs a machine that does nothing else, and so it is no part
 * of the build: {@code ./mvnw verify -pl gateway -Dit.test=PageSpeed}.
 */
@QuarkusTest
final class PageSpeed extends RunningGateway {
    private static final int CHARACTERS = 20_000;
    private static final double FIRST_PAINT = 500;

    @Test
    void firstPaintComesAtOnce() {
        try (Chromium chromium = new Chromium()) {
            Page page = chromium.page();
            page.navigate(address.toString());
            Object paint = page.evaluate("""
                    () => new Promise((resolve) => new PerformanceObserver((list) => {
                      for (const { name, startTime } of list.getEntries()) {
                        if (name === "first-contentful-paint") resolve(startTime);
                      }
                    }).observe({ type: "paint", buffered: true }))""");

            System.out.println("First contentful paint: " + paint + " ms");
            assertThat(((Number) paint).doubleValue()).isLessThan(FIRST_PAINT);
        }
    }

    @ParameterizedTest
    @CsvSource({"write, #write", "inside, #look"})
    void noTaskIsLongWhileTextGrows(String view, String button) {
        try (Chromium chromium = new Chromium()) {
            Page page = chromium.page();
            page.navigate(address.resolve("/#/" + view).toString());
            field(page, "model").selectOption(FakeInference.LETTERS);
            if (view.equals("write")) {
                page.getByText("More settings").click();
            }
            field(page, "pace").selectOption("0");
            field(page, "length").fill(String.valueOf(CHARACTERS));
            page.evaluate("""
                    () => {
                      window.tasks = [];
                      new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration)))
                        .observe({ type: "longtask" });
                    }""");
            page.locator(button).click();
            assertThat(page.locator(view + "-view [data-figure=written]"))
                    .hasText("20,000", new HasTextOptions().setTimeout(60_000));

            Object tasks = page.evaluate("window.tasks");
            System.out.println("Tasks above 50 ms while " + CHARACTERS + " characters came in " + view + ": " + tasks);
            assertThat((List<?>) tasks).isEmpty();
        }
    }

    private static Locator field(Page page, String name) {
        return page.locator("[name=" + name + "]:visible");
    }
}
