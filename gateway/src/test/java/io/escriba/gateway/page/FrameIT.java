package io.escriba.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route.FulfillOptions;
import io.escriba.gateway.browser.Chromium;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What all views have in common: languages, colours, and what they say when there is nothing to show. */
@QuarkusTest
final class FrameIT extends ViewTest {
    @Test
    void bothLanguagesHaveTheSameWords() {
        show("write");

        Object differences = page.evaluate("""
                async () => {
                  const [{ en }, { pt }] = await Promise.all([import("/words/en.js"), import("/words/pt.js")]);
                  const paths = (words, at = "") => Object.entries(words).flatMap(([name, word]) =>
                    typeof word === "object" ? paths(word, `${at}${name}.`) : `${at}${name}: ${typeof word} ${word.length * (typeof word === "function")}`);
                  const [first, second] = [paths(en), paths(pt)];
                  return [...first.filter((path) => !second.includes(path)), ...second.filter((path) => !first.includes(path))];
                }""");

        assertThat((List<?>) differences).isEmpty();
    }

    @Test
    void whoReadsPortugueseIsSpokenToInPortuguese() {
        open(Chromium.english().setLocale("pt-BR"));
        show("write");

        assertThat(page.locator("#write")).hasText("Escrever");
        assertThat(page.locator("html")).hasAttribute("lang", "pt");
        page.locator("#language").click();
        assertThat(page.locator("#write")).hasText("Write");
        page.reload();
        assertThat(page.locator("#write")).hasText("Write");
    }

    @Test
    void theColoursThatWereChosenStay() {
        show("write");
        page.locator("#theme").click();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");

        page.reload();

        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(page.evaluate("getComputedStyle(document.documentElement).colorScheme"))
                .isEqualTo("dark");
    }

    @Test
    void whereThereIsNothingItIsSaidWhatToDo() {
        for (String list : List.of("models", "training", "corpora")) {
            answer(list, "[]");
        }
        Map<String, String> titles = Map.of(
                "write", "Nothing has been learned yet",
                "compare", "There is nothing to compare yet",
                "inside", "There is no model to look into yet",
                "train", "There is nothing to train on yet",
                "models", "No model has been trained yet");
        titles.forEach((view, title) -> {
            show(view);
            Locator empty = page.locator(view + "-view .empty");
            assertThat(empty.locator("h2")).hasText(title);
            assertThat(empty.locator("p")).containsText(Pattern.compile("[Pp]ublish a text"));
            empty.getByText("Publish a text", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(page.locator("corpora-view")).isVisible();
        });
        assertThat(page.locator("corpora-view")).containsText("There is no corpus yet. Drop a text above");
        assertThat(page.locator("#kcat")).containsText("kcat -P -b ");
    }

    @Test
    void aModelThatIsOnItsWayIsShownOnItsWay() {
        answer("models", "[]");
        answer("training", """
                [{"id": "poet-1", "model": "poet", "state": "running", "progress": 0.25}]""");
        show("write");

        assertThat(page.locator("write-view .empty")).containsText("It has done 25% of its training.");
        page.getByText("Watch it learn").click();
        assertThat(page).hasURL(Pattern.compile("#/train\\?job=poet-1$"));
    }

    @Test
    void aGatewayThatHasGoneIsMissedUntilItIsBack() {
        show("write");
        assertThat(page.locator("#lost")).isEmpty();

        page.context().setOffline(true);
        assertThat(page.locator("#lost")).hasText("The gateway does not answer. Is it still running?");
        page.context().setOffline(false);

        assertThat(page.locator("#lost")).isEmpty();
    }

    @Test
    void everythingThatThePageLoadsIsSmallAndCompressed() {
        new School(log, http).begin();
        show("write");
        for (String view : VIEWS) {
            page.locator("nav a[href='#/" + view + "']").click();
            assertThat(page.locator(view + "-view")).isVisible();
        }
        page.evaluate("job => (location.hash = `#/train?job=${job}`)", School.LIVE);
        assertThat(page.locator("train-view canvas")).isVisible();
        page.waitForFunction("() => performance.getEntriesByName(new URL('lib/uplot.css', location).href).length > 0");

        String files = """
                [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
                  .filter(({ name }) => !name.includes("/api/"))""";
        assertThat((List<?>) page.evaluate(files + ".map(({ name }) => name)")).hasSizeGreaterThan(30);
        // Quarkus sends the description of the API as it is.
        assertThat((List<?>) page.evaluate(files + """
                .filter(({ name }) => !name.includes("/q/openapi"))
                .filter(({ encodedBodySize, decodedBodySize }) => decodedBodySize > 1000 && encodedBodySize >= decodedBodySize)
                .map(({ name }) => name)""")).as("not compressed").isEmpty();
        // Bytes that came, with their headers.
        Object sum = page.evaluate(files + ".reduce((sum, { transferSize }) => sum + transferSize, 0)");
        assertThat(((Number) sum).longValue()).isBetween(50_000L, 500_000L);
    }

    private void answer(String list, String json) {
        page.route(
                "**/api/" + list,
                route -> route.fulfill(
                        new FulfillOptions().setContentType("application/json").setBody(json)));
    }
}
