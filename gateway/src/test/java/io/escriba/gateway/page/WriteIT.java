package io.escriba.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.escriba.gateway.FakeInference;
import io.quarkus.test.junit.QuarkusTest;
import java.text.Normalizer;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The view in which a model writes, with an inference service whose texts are known. */
@QuarkusTest
final class WriteIT extends ViewTest {
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
        openClipboard();
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
        other.context().close();
    }

    @Test
    void aTextBeginsWithARandomExcerptOfWhatWasLearned() {
        new School(log, http).begin();
        show("write");
        model(FakeInference.POET);
        field("random").check();
        assertThat(field("prompt")).isDisabled();
        fast();
        field("seed").fill("3");
        field("length").fill("30");
        page.locator("#write").click();

        assertThat(figure("written")).hasText("30");
        assertThat(page.locator("write-view .sheet"))
                .containsText(Pattern.compile("an excerpt of poet, from character [0-9,]+"));
        String beginning = page.locator("#text .beginning").textContent();
        assertThat(beginning).hasSizeGreaterThan(100);
        assertThat(Normalizer.normalize(School.TEXT, Normalizer.Form.NFC)).contains(beginning);
        assertThat(page.locator("#text").textContent()).isEqualTo(beginning + FakeInference.verses(3, 0, 30));
    }

    @Test
    void charactersThatComeOneByOneLookAsTheyDoTogether() {
        write(FakeInference.POET, 0, FakeInference.VERSES.codePointCount(0, FakeInference.VERSES.length()));
        assertThat(page.locator("#text")).hasText(FakeInference.VERSES.strip());

        assertThat(page.locator("#text b")).hasCount(0);
        // The first letter of a Hebrew word stands to the right of the next.
        assertThat(left("ש")).isGreaterThan(left("ל"));
        assertThat(left("B")).isLessThan(left("o"));
        for (String whole : List.of("👩‍👩‍👧", "e\u0323\u0302", "👋🏽")) {
            assertThat(width(whole)).as(whole).isCloseTo(widthAlone(whole), within(0.5));
        }
    }

    @Test
    void aLineHasTheDirectionOfItsOwnLetters() {
        show("write");
        model(FakeInference.POET);
        field("prompt").fill("abc\nשלום\n");
        fast();
        field("length").fill("1");
        page.locator("#write").click();
        assertThat(figure("written")).hasText("1");

        double middle = ((Number)
                        page.evaluate(
                                "() => { const { left, width } = document.querySelector('#text').getBoundingClientRect(); return left + width / 2; }"))
                .doubleValue();
        assertThat(left("a")).isLessThan(middle);
        assertThat(left("ם")).isGreaterThan(middle);
    }

    @Test
    void whoListensHearsFinishedSentences() {
        show("write");
        page.evaluate("""
                () => {
                  window.said = [];
                  new MutationObserver((changes) => changes.forEach(({ addedNodes }) =>
                    addedNodes.forEach(({ textContent }) => window.said.push(textContent))))
                    .observe(document.querySelector("#speaker"), { childList: true });
                }""");
        model(FakeInference.POET);
        fast();
        field("seed").fill("0");
        field("length")
                .fill(String.valueOf(10 * FakeInference.VERSES.codePointCount(0, FakeInference.VERSES.length())));
        page.locator("#write").click();
        assertThat(page.locator("write-view .status")).containsText("as long as you asked for");

        assertThat(page.locator("#text")).not().hasAttribute("aria-live", Pattern.compile(".*"));
        assertThat(page.locator("#speaker")).hasAttribute("aria-live", "polite");
        List<String> sentences = List.of("Boa noite, 👩‍👩‍👧!", "שלום עולם.", "ệ e\u0323\u0302 👋🏽 <b>x</b>.");
        assertThat((List<?>) page.evaluate("window.said"))
                .isEqualTo(Collections.nCopies(10, sentences).stream()
                        .flatMap(List::stream)
                        .toList());
        // What was said long ago does not stay.
        assertThat(page.locator("#speaker p")).hasCount(5);
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

    /** Where a part of the text begins, from the left. */
    private double left(String part) {
        return measure(part, "left");
    }

    private double width(String part) {
        return measure(part, "width");
    }

    /** How wide a text is that was not written in pieces. */
    private double widthAlone(String text) {
        return ((Number) page.evaluate("""
                text => {
                  const alone = document.createElement("span");
                  alone.textContent = text;
                  document.querySelector("#text").append(alone);
                  const { width } = alone.getBoundingClientRect();
                  alone.remove();
                  return width;
                }""", text)).doubleValue();
    }

    private double measure(String part, String what) {
        return ((Number) page.evaluate("""
                ([part, what]) => {
                  const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
                  for (let node; (node = walker.nextNode()); ) {
                    const from = node.data.indexOf(part);
                    if (from >= 0) {
                      const range = document.createRange();
                      range.setStart(node, from);
                      range.setEnd(node, from + part.length);
                      return range.getBoundingClientRect()[what];
                    }
                  }
                }""", List.of(part, what))).doubleValue();
    }
}
