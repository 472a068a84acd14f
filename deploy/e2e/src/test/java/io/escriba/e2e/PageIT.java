package io.escriba.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import io.escriba.gateway.browser.Cable;
import io.escriba.gateway.browser.Chromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, with models that were really trained. Needs Debian's {@code chromium}. */
@ExtendWith(SharedInstance.class)
class PageIT {
    private static final double TRAINING = Duration.ofMinutes(2).toMillis();

    /** Lines that a page could take for markup, from right to left, and of several code points for one character. */
    private static final List<String> LINES = List.of(
            "<b>bold</b>", "<img src=x onerror=alert(1)>", "שלום עולם", "e\u0323\u0302 n\u0303\u0330", "👩‍👩‍👧 👋🏽");

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
    void pressingTheButtonLetsTextGrow(Escriba escriba) {
        show(escriba, "write");
        field("model").selectOption("nomes");
        field("prompt").fill("Ma");
        field("seed").fill("7");
        page.locator("#write").click();

        assertThat(page.locator("#text")).hasText(Pattern.compile("^Ma.."));
        assertThat(page.locator("#stop")).isDisabled();
        assertThat(page.locator("write-view .status")).containsText("the model ended the text");
    }

    @Test
    void anErrorIsShownInTheWordsOfTheApi(Escriba escriba) {
        show(escriba, "write");
        field("model").selectOption("nomes");
        field("prompt").fill("Ж");
        page.locator("#write").click();

        assertThat(page.locator("write-view .status")).containsText("Ж");
    }

    @Test
    void aTextGoesOnWhereItStoppedWhenTheConnectionBreaks(Escriba escriba) throws Exception {
        String undisturbed =
                Escriba.Event.text(escriba.read(escriba.stream("""
                        {"model": "nomes", "prompt": "An", "seed": 11, "maxCharacters": 20000, "ignoreEnd": true}""").get("id").asText()));
        try (Cable cable = new Cable(escriba.uri("/"))) {
            page.navigate(cable.address("/#/write"));
            field("model").selectOption("nomes");
            field("prompt").fill("An");
            field("seed").fill("11");
            field("length").fill("20000");
            page.getByText("More settings").click();
            field("pace").selectOption("0");
            field("ignoreEnd").check();
            page.locator("#write").click();
            page.waitForFunction("() => document.querySelector('#text').textContent.length > 300");

            cable.cut();
            assertThat(page.locator("write-view .status")).containsText("Going on where it stopped");
            int stopped = page.locator("#text").textContent().length();
            assertThat(stopped).isLessThan(20_000);
            cable.mend();

            page.waitForFunction("() => document.querySelector('#stop').disabled");
            assertThat(page.locator("#text").textContent()).isEqualTo("An" + undisturbed);
        }
    }

    @Test
    void aFileIsLearnedFromBeforeOnesEyes(Escriba escriba, @TempDir Path directory) throws Exception {
        String text = String.join("\n", LINES) + "\n";
        Path file = Files.writeString(directory.resolve("Estranhos Nomes.txt"), text.repeat(300));
        show(escriba, "corpora");
        page.evaluate("window.stays = true");
        page.locator("#file").setInputFiles(file);
        assertThat(field("name")).hasValue("estranhos-nomes");
        field("documents").selectOption("lines");
        page.locator("#publish").click();
        assertThat(page.locator("upload-form .status")).containsText("estranhos-nomes");

        Locator corpus = page.locator("[data-corpus=estranhos-nomes]");
        corpus.getByText("Show an excerpt").click();
        assertThat(corpus.locator("blockquote")).containsText("<img src=x onerror=alert(1)>");
        assertThat(corpus.locator("blockquote *")).hasCount(0);

        page.getByText("Watch it learn").click();
        Locator run = page.locator(".run");
        assertThat(run.locator("canvas")).isVisible(within());
        String first = run.locator(".plot").getAttribute("aria-label");
        assertThat(run.locator(".plot"))
                .not()
                .hasAttribute("aria-label", first, new HasAttributeOptions().setTimeout(TRAINING));
        assertThat(page.locator(".sample").first()).isVisible(within());
        assertThat(run).hasAttribute("data-state", "completed", new HasAttributeOptions().setTimeout(TRAINING));

        page.locator("nav").getByText("Models").click();
        Locator version = page.locator("[data-version='estranhos-nomes@1']");
        assertThat(version).containsText("estranhos-nomes");
        Download download =
                page.waitForDownload(() -> version.getByText("Download ONNX").click());
        assertThat(download.suggestedFilename()).isEqualTo("estranhos-nomes@1.onnx");
        assertThat(download.path()).isNotEmptyFile();

        page.locator("[data-model=estranhos-nomes]").getByText("Write with it").click();
        field("temperature").fill("0");
        for (String line : LINES) {
            // As the model knows it: a letter and its marks may be one character.
            String known = Normalizer.normalize(line, Normalizer.Form.NFC);
            field("prompt").fill(known.substring(0, known.offsetByCodePoints(0, 2)));
            page.locator("#write").click();
            assertThat(page.locator("#text")).hasText(known);
        }
        assertThat(page.locator("#text b, #text img")).hasCount(0);
        assertThat(page.evaluate("window.stays")).isEqualTo(true);

        retire("estranhos-nomes");
        delete("estranhos-nomes");
        await().until(
                        () -> escriba.get("/api/models").findValuesAsText("name"),
                        names -> !names.contains("estranhos-nomes"));
    }

    @Test
    void severalTemperaturesWriteSideBySide(Escriba escriba) {
        show(escriba, "compare");
        field("model").selectOption("nomes");
        field("temperatures").fill("0, 0.5, 1.5");
        field("prompt").fill("Jo");
        page.locator("#compare").click();

        Locator sheets = page.locator(".sheets .sheet");
        assertThat(sheets).hasCount(3);
        for (Locator sheet : sheets.all()) {
            assertThat(sheet.locator(".status")).containsText("the model ended the text");
            assertThat(sheet.locator("growing-paper")).hasText(Pattern.compile("^Jo."));
        }
    }

    @Test
    void anOwnTextShowsWhatTheModelExpected(Escriba escriba) {
        show(escriba, "inside");
        field("model").selectOption("nomes");
        page.getByLabel("at a text of yours").check();
        field("text").fill("Mariana");
        page.locator("#look").click();
        Locator paper = page.locator("#inside-paper");
        assertThat(paper.locator(".character")).hasCount(7);
        assertThat(page.locator("inside-view .status")).containsText("7 characters");

        paper.locator(".character").nth(3).click();
        Locator alternatives = page.locator(".alternatives");
        assertThat(alternatives.locator("h2")).containsText("i");
        Locator other =
                alternatives.locator("button:not(:disabled):not(.taken)").first();
        String character = other.locator("kbd").textContent();
        other.click();

        assertThat(paper).containsText("Mar" + character);
        assertThat(page.locator("inside-view .status")).containsText("the model ended the text");
    }

    @Test
    void aTrainingBeginsWithOwnSettingsAndIsCancelled(Escriba escriba) {
        show(escriba, "train");
        field("corpus").selectOption("nomes");
        field("model").fill("lento");
        page.getByText("Own settings").click();
        page.locator("#own-hiddenSize").fill("24");
        page.locator("#own-epochs").fill("100000");
        page.locator("#train").click();

        Locator run = page.locator(".run[data-state=running]");
        assertThat(run).isVisible(within());
        assertThat(run.locator("[data-figure=architecture]")).hasText("gru 1×24");
        assertThat(run.locator("[data-figure=left]")).not().hasText("–", new HasTextOptions().setTimeout(TRAINING));
        page.locator("#cancel").click();
        page.locator("dialog button[value=yes]").click();
        assertThat(page.locator(".run"))
                .hasAttribute("data-state", "cancelled", new HasAttributeOptions().setTimeout(TRAINING));
    }

    private void retire(String model) {
        page.locator("nav").getByText("Models").click();
        button("Retire " + model).click();
        page.locator("dialog button[value=no]").click();
        assertThat(page.locator("[data-model=" + model + "]")).isVisible();
        button("Retire " + model).click();
        page.locator("dialog button[value=yes]").click();
        assertThat(page.locator("[data-model=" + model + "]")).hasCount(0);
    }

    private void delete(String corpus) {
        page.locator("nav").getByText("Corpora").click();
        button("Delete " + corpus).click();
        page.locator("dialog button[value=yes]").click();
        assertThat(page.locator("[data-corpus=" + corpus + "]")).hasCount(0);
    }

    /** The button of this name, and not the question with it that may be closing still. */
    private Locator button(String name) {
        return page.locator("button[aria-label='" + name + "']");
    }

    private void show(Escriba escriba, String view) {
        page.navigate(escriba.uri("/") + "#/" + view);
        assertThat(page.locator(view + "-view")).isVisible();
    }

    /** A field of the view that is shown. */
    private Locator field(String name) {
        return page.locator("[name=" + name + "]:visible");
    }

    private static IsVisibleOptions within() {
        return new IsVisibleOptions().setTimeout(TRAINING);
    }
}
