package io.escriba.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.escriba.gateway.FakeInference;
import io.escriba.grpc.v1.GenerateRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The view that shows what a model thinks of each character. */
@QuarkusTest
final class InsideIT extends ViewTest {
    @Test
    void everyCharacterShowsWhatElseCouldHaveCome() {
        look(FakeInference.LETTERS, 2, 200);
        assertThat(figure("written")).hasText("200");
        assertThat(page.locator("inside-view .status")).containsText("Done");
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
        goOn(() -> alternatives
                .locator("button", new Locator.LocatorOptions().setHasText("a"))
                .first()
                .press("Enter"));

        assertThat(paper).hasText(Pattern.compile("^" + FakeInference.text(2, 0, 2) + "a"));
        assertThat(inference.requests().stream().map(GenerateRequest::getPrompt))
                .contains(FakeInference.text(2, 0, 2) + "a");
    }

    @Test
    void pointingIsEnoughToSeeTheAlternatives() {
        look(FakeInference.LETTERS, 2, 20);
        assertThat(figure("written")).hasText("20");

        page.locator("#inside-paper .character").nth(3).hover();

        assertThat(page.locator(".alternatives h2")).containsText(FakeInference.text(2, 3, 4));
        page.locator("#inside-paper .character").nth(5).hover();
        assertThat(page.locator(".alternatives h2")).containsText(FakeInference.text(2, 5, 6));
    }

    @Test
    void aTextGoesOnFromWithinWhatBelongsTogether() {
        look(FakeInference.POET, 0, FakeInference.VERSES.codePointCount(0, FakeInference.VERSES.length()));
        assertThat(page.locator("inside-view .status")).containsText("Done");
        Locator letter =
                page.locator("#inside-paper .character", new Page.LocatorOptions().setHasText("e\u0323\u0302"));

        letter.click();
        // To the first of its marks.
        page.locator("#inside-paper").press("ArrowRight");
        goOn(() -> page.locator(".alternatives button:not(:disabled)").first().click());

        String kept = FakeInference.VERSES.substring(0, FakeInference.VERSES.indexOf("\u0323")) + "a";
        assertThat(page.locator("#inside-paper")).containsText(kept);
        assertThat(inference.requests().stream().map(GenerateRequest::getPrompt))
                .contains(kept);
    }

    @Test
    void aTextOfOnesOwnIsScored() {
        show("inside");
        model(FakeInference.LETTERS);
        page.getByLabel("at a text of yours").check();
        field("text").fill("abZ😀");
        page.locator("#look").click();
        assertThat(page.locator("inside-view [role=alert]")).containsText("Z");

        field("skip").check();
        page.locator("#look").click();

        assertThat(page.locator("inside-view .status")).containsText("letters · version 2 read 3 characters");
        assertThat(page.locator("#inside-paper .character")).hasText(new String[] {"a", "b", "😀"});
    }

    @Test
    void whatBelongsTogetherHasOneColourTogether() {
        look(FakeInference.POET, 0, FakeInference.VERSES.codePointCount(0, FakeInference.VERSES.length()));
        assertThat(page.locator("inside-view .status")).containsText("Done");

        Locator characters = page.locator("#inside-paper .character");
        assertThat(page.locator("#inside-paper").textContent()).isEqualTo(FakeInference.VERSES);
        List<String> shown = characters.allTextContents();
        assertThat(shown).contains("👩‍👩‍👧", "e\u0323\u0302", "👋🏽", "ệ", "<", "ש");
        assertThat(shown).doesNotContain("\u200d", "\u0302", "🏽");
        double first = characters.nth(shown.indexOf("ש")).boundingBox().x;
        assertThat(first).isGreaterThan(characters.nth(shown.indexOf("ל")).boundingBox().x);
    }

    /** Goes on with another character, and waits for what follows it. */
    private void goOn(Runnable choice) {
        page.waitForResponse(answer -> answer.url().endsWith("/api/streams"), choice);
        assertThat(page.locator("inside-view .status")).containsText("Done");
    }

    private void look(String model, long seed, int characters) {
        show("inside");
        model(model);
        fast();
        field("length").fill(String.valueOf(characters));
        field("seed").fill(String.valueOf(seed));
        page.locator("#look").click();
    }
}
