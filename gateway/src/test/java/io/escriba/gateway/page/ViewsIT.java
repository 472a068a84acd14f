package io.escriba.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.escriba.gateway.Chromium;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.RunningGateway;
import io.escriba.grpc.v1.GenerateRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The views of the page, with an inference service whose texts are known. Needs Debian's {@code chromium}. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // filled before each test
final class ViewsIT extends RunningGateway {
    private static final List<String> VIEWS = List.of("write", "compare", "inside", "corpora", "train", "models");

    private Chromium chromium;
    private Page page;

    @BeforeEach
    void open() {
        chromium = new Chromium();
        page = chromium.page();
    }

    @AfterEach
    void close() {
        assertThat(chromium.complaints()).isEmpty();
        chromium.close();
    }

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
        page = chromium.page(new NewContextOptions().setLocale("pt-BR"));
        show("write");

        assertThat(page.locator("#write")).hasText("Escrever");
        assertThat(page.locator("html")).hasAttribute("lang", "pt");
        page.locator("#language").click();
        assertThat(page.locator("#write")).hasText("Write");
        page.reload();
        assertThat(page.locator("#write")).hasText("Write");
    }

    @Test
    void theTextOfAModelStandsThereCharacterForCharacter() {
        write(FakeInference.LETTERS, 7, 20_000);

        assertThat(figure("written")).hasText("20,000");
        assertThat(page.locator("#text").textContent()).isEqualTo(FakeInference.text(7, 0, 20_000));
        assertThat(figure("version")).hasText("letters · 2");
        assertThat(figure("seed")).hasText("7");
        assertThat(figure("first")).hasText(Pattern.compile("[0-9,]+ ms"));
        assertThat(figure("speed")).hasText(Pattern.compile("[0-9,]+"));
        assertThat(page.locator("write-view .status")).containsText("as long as you asked for");
    }

    @Test
    void aTextThatWasStoppedGoesOnWithTheNextCharacter() {
        write(FakeInference.ENDLESS, 5, 100_000);
        assertThat(figure("written")).not().hasText("–");

        page.locator("#stop").click();
        assertThat(page.locator("write-view .status")).hasText("Stopped.");
        int stopped = page.locator("#text").textContent().length();
        page.locator("#continue").click();
        page.waitForFunction("length => document.querySelector('#text').textContent.length > length", stopped);
        page.locator("#stop").click();

        String text = page.locator("#text").textContent();
        assertThat(text).isEqualTo(FakeInference.text(5, 0, text.codePointCount(0, text.length())));
    }

    @Test
    void aTextThatIsLongEnoughGoesOnAsIfItHadBeenAskedForLonger() {
        write(FakeInference.LETTERS, 3, 50);
        assertThat(figure("written")).hasText("50");

        page.locator("#continue").click();

        assertThat(figure("written")).hasText("100");
        assertThat(page.locator("#text").textContent()).isEqualTo(FakeInference.text(3, 0, 100));
    }

    @Test
    void aLinkAndTheSameSeedGiveTheSameText() {
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        show("write");
        model(FakeInference.LETTERS);
        field("prompt").fill("bad cab ");
        fast();
        field("length").fill("60");
        page.locator("#write").click();
        assertThat(figure("written")).hasText("60");
        String text = page.locator("#text").textContent();

        page.locator("#again").click();
        assertThat(figure("written")).hasText("60");
        assertThat(page.locator("#text")).hasText(text);

        page.locator("#copy").getByRole(AriaRole.BUTTON).click();
        assertThat(page.locator("#copy")).containsText("Copied");
        assertThat(clipboard()).isEqualTo(text);
        page.locator("#share").getByRole(AriaRole.BUTTON).click();
        assertThat(page.locator("#share")).containsText("Copied");
        Page other = chromium.page();
        other.navigate(clipboard());
        assertThat(other.locator("#text")).hasText(text);
        assertThat(other.locator("[data-figure=version]")).hasText("letters · 2");
    }

    @Test
    void whoListensHearsWholeLines() {
        write(FakeInference.LETTERS, 0, 3_000);
        assertThat(figure("written")).hasText("3,000");

        assertThat(page.locator("#text")).not().hasAttribute("aria-live", Pattern.compile(".*"));
        assertThat(page.locator("#speaker")).hasAttribute("aria-live", "polite");
        List<String> said = page.locator("#speaker p").allTextContents();
        String line = FakeInference.ALPHABET.strip();
        assertThat(said).hasSizeBetween(2, 5);
        assertThat(said.subList(0, said.size() - 1)).containsOnly(line);
    }

    @Test
    void anErrorIsShownInTheWordsOfTheApi() {
        write(FakeInference.BUSY, 1, 10);

        assertThat(page.locator("write-view .status")).containsText("256 streams run");
        page.locator("#stop").click();
        field("prompt").fill("Ж");
        page.locator("#write").click();
        assertThat(page.locator("write-view .status")).containsText("Ж");
    }

    @Test
    void everyCharacterShowsWhatElseCouldHaveCome() {
        show("inside");
        model(FakeInference.LETTERS);
        field("pace").selectOption("0");
        field("length").fill("200");
        field("seed").fill("2");
        page.locator("#look").click();
        assertThat(page.locator("inside-view [data-figure=written]")).hasText("200");
        Locator paper = page.locator("#inside-paper");
        assertThat(paper.textContent()).isEqualTo(FakeInference.text(2, 0, 200));
        assertThat(paper.locator(".character").first()).hasClass(Pattern.compile("surprise-[0-7]"));

        // By keyboard alone: to the third character, and on from there with another one.
        paper.focus();
        page.keyboard().press("Home");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowRight");
        Locator alternatives = page.locator(".alternatives");
        assertThat(alternatives.locator("h2")).containsText(FakeInference.text(2, 2, 3));
        assertThat(alternatives.locator("li")).hasCount(10);
        assertThat(alternatives.locator("button:disabled")).containsText("∎");
        alternatives
                .locator("button", new Locator.LocatorOptions().setHasText("a"))
                .first()
                .press("Enter");

        assertThat(page.locator("inside-view [data-figure=written]")).hasText("200");
        assertThat(paper).hasText(Pattern.compile("^" + FakeInference.text(2, 0, 2) + "a"));
        assertThat(inference.requests().stream().map(GenerateRequest::getPrompt))
                .contains(FakeInference.text(2, 0, 2) + "a");
    }

    @Test
    void severalModelsWriteSideBySide() {
        show("compare");
        page.getByLabel("models or versions").check();
        Locator chosen = page.locator(".list input:checked");
        while (chosen.count() > 0) {
            chosen.first().uncheck();
        }
        page.locator("input[value='letters@1']").check();
        page.locator("input[value='letters@2']").check();
        page.locator("input[value='names@1']").check();
        field("seed").fill("6");
        field("length").fill("30");
        field("pace").selectOption("0");
        page.locator("#compare").click();

        Locator sheets = page.locator(".sheets growing-paper");
        assertThat(sheets).hasCount(3);
        assertThat(page.locator(".sheets [data-figure=written]").nth(1)).hasText("30");
        assertThat(page.locator(".sheets [data-figure=written]").nth(2)).hasText("5");
        assertThat(sheets.nth(0).textContent()).isEqualTo(FakeInference.text(6, 0, 30));
        assertThat(sheets.nth(2).textContent()).isEqualTo(FakeInference.text(6, 0, 5));
    }

    @Test
    void nothingSeriousKeepsAnybodyOut() {
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page = chromium.page(new NewContextOptions().setLocale("en-US").setColorScheme(colours));
            for (String view : VIEWS) {
                show(view);
                page.waitForFunction("view => document.querySelector(`${view}-view h2`)", view);

                assertThat(new AxeBuilder(page)
                                .analyze().getViolations().stream()
                                        .filter(rule ->
                                                Set.of("serious", "critical").contains(rule.getImpact()))
                                        .map(Rule::toString))
                        .as("%s, %s", view, colours)
                        .isEmpty();
            }
        }
    }

    @Test
    void theKeyboardReachesEverythingInOrder() {
        show("write");
        assertThat(page.locator("option[value=letters]")).hasCount(1);

        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).isFocused();
        page.keyboard().press("Tab");
        assertThat(field("model")).isFocused();
        page.keyboard().press("Tab");
        assertThat(field("prompt")).isFocused();
        page.keyboard().type("abc");
        fast();
        field("length").press("Enter");
        assertThat(page.locator("#text")).hasText(Pattern.compile("^abc"));
    }

    @Test
    void nothingMovesForWhoWantsItStill() {
        page = chromium.page(new NewContextOptions().setLocale("en-US").setReducedMotion(ReducedMotion.REDUCE));
        write(FakeInference.ENDLESS, 1, 100_000);
        assertThat(page.locator("#text")).hasClass("writing");

        assertThat(page.evaluate(
                        "getComputedStyle(document.querySelector('#text p:last-child'), '::after').animationName"))
                .isEqualTo("none");
        page.locator("#stop").click();
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
    void theCommandForKafkaHasTheAddressOfItsBroker() {
        show("corpora");

        assertThat(page.locator("#kcat"))
                .containsText("kcat -P -b "
                        + http.get("/api/about").json().get("kafka").asText());
    }

    private void show(String view) {
        page.navigate(address.resolve("/#/" + view).toString());
        assertThat(page.locator(view + "-view")).isVisible();
    }

    private void write(String model, long seed, int characters) {
        show("write");
        model(model);
        fast();
        field("seed").fill(String.valueOf(seed));
        field("length").fill(String.valueOf(characters));
        page.locator("#write").click();
    }

    private void model(String model) {
        field("model").selectOption(model);
    }

    private void fast() {
        page.getByText("More settings").click();
        field("pace").selectOption("0");
    }

    private Locator field(String name) {
        return page.locator("[name=" + name + "]:visible");
    }

    private Locator figure(String name) {
        return page.locator("write-view [data-figure=" + name + "]");
    }

    private String clipboard() {
        return String.valueOf(page.evaluate("navigator.clipboard.readText()"));
    }
}
