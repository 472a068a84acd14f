package io.escriba.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.browser.Chromium;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How fast the page is, by the browser's own measurements. It needs a machine that does nothing else, and so it is no part
 * of the build: {@code ./mvnw verify -pl gateway -Dit.test=PageSpeed -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@QuarkusTest
final class PageSpeed extends ViewTest {
    private static final Logger LOG = Logger.getLogger(PageSpeed.class);
    private static final int CHARACTERS = 20_000;
    private static final double FIRST_PAINT = 500;

    @Test
    void firstPaintComesAtOnce() {
        // At first the gateway has served nothing yet. A tab that is opened later has nothing in its cache either.
        double first = firstPaint();
        open(Chromium.english());
        double second = firstPaint();

        LOG.infof("First contentful paint: %.0f ms, then %.0f ms", first, second);
        assertThat(first).isLessThan(FIRST_PAINT);
        assertThat(second).isLessThan(FIRST_PAINT);
    }

    @ParameterizedTest
    @CsvSource({"write, #write", "compare, #compare", "inside, #look"})
    void noTaskIsLongWhileTextGrows(String view, String button) {
        show(view);
        model(FakeInference.LETTERS);
        fast();
        field("length").fill(String.valueOf(CHARACTERS));
        page.evaluate("""
                () => {
                  window.tasks = [];
                  new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration)))
                    .observe({ type: "longtask" });
                }""");
        page.locator(button).click();
        Locator statuses = page.locator(view + "-view .sheet .status");
        assertThat(statuses.last()).containsText("Done", new ContainsTextOptions().setTimeout(60_000));
        for (Locator status : statuses.all()) {
            assertThat(status).containsText("Done");
        }

        Object tasks = page.evaluate("window.tasks");
        LOG.infof("Tasks above 50 ms while %d characters came in %s: %s", CHARACTERS, view, tasks);
        assertThat((List<?>) tasks).isEmpty();
    }

    private double firstPaint() {
        page.navigate(address.toString());
        return ((Number) page.evaluate("""
                () => new Promise((resolve) => new PerformanceObserver((list) => {
                  for (const { name, startTime } of list.getEntries()) {
                    if (name === "first-contentful-paint") resolve(startTime);
                  }
                }).observe({ type: "paint", buffered: true }))""")).doubleValue();
    }
}
