package io.escriba.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.escriba.corpus.CorpusEvents;
import io.escriba.corpus.CorpusSealed;
import io.escriba.gateway.FakeInference;
import io.escriba.json.Json;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The view of the texts that models learn from. */
@QuarkusTest
final class CorporaIT extends ViewTest {
    @Test
    void aFileThatIsDroppedIsPublishedUnderItsName() {
        show("corpora");
        JSHandle dropped = page.evaluateHandle("""
                text => {
                  const transfer = new DataTransfer();
                  transfer.items.add(new File([text], "Café da Manhã.txt", { type: "text/plain" }));
                  return transfer;
                }""", FakeInference.VERSES);
        Locator place = page.locator(".drop");
        place.dispatchEvent("dragover", Map.of("dataTransfer", dropped));
        assertThat(place).hasClass("drop over");
        place.dispatchEvent("drop", Map.of("dataTransfer", dropped));

        assertThat(place).hasClass(Pattern.compile("^drop *$"));
        assertThat(place).containsText("Café da Manhã.txt");
        assertThat(field("name")).hasValue("cafe-da-manha");
        page.locator("#publish").click();

        assertThat(page.locator("upload-form .status")).containsText("characters in cafe-da-manha");
        assertThat(page.locator("upload-form .status a")).hasText("Watch it learn");
        assertThat(log.await(Topic.CORPUS, "cafe-da-manha", 1).get(0).value())
                .isEqualTo(FakeInference.VERSES.getBytes(UTF_8));
    }

    @Test
    void aTextThatIsPastedIsPublishedAsItsLines() {
        show("corpora");
        field("text").fill("Ana\nInês\n");
        field("name").fill("pasted");
        field("documents").selectOption("lines");
        page.locator("#publish").click();

        assertThat(page.locator("upload-form .status")).containsText("Stored: 9 characters in pasted.");
        assertThat(field("text")).isEmpty();
        List<ConsumerRecord<String, byte[]>> records = log.await(Topic.CORPUS, "pasted", 2);
        assertThat(new String(records.get(0).value(), UTF_8)).isEqualTo("Ana\nInês\n");
        assertThat(CloudEvents.type(records.get(1).headers())).isEqualTo(Optional.of(CorpusEvents.SEALED));
        assertThat(Json.read(records.get(1).value(), CorpusSealed.class).spec())
                .hasValueSatisfying(
                        spec -> assertThat(spec.get("documents").asText()).isEqualTo("lines"));
    }

    @Test
    void anUploadShowsHowFarItIsAndCanBeGivenUp() {
        show("corpora");
        CDPSession browser = page.context().newCDPSession(page);
        JsonObject slow = new JsonObject();
        slow.addProperty("offline", false);
        slow.addProperty("latency", 0);
        slow.addProperty("downloadThroughput", -1);
        slow.addProperty("uploadThroughput", 200_000);
        browser.send("Network.enable");
        browser.send("Network.emulateNetworkConditions", slow);
        page.locator("#file")
                .setInputFiles(new FilePayload(
                        "given-up.txt", "text/plain", "abc\n".repeat(1_000_000).getBytes(UTF_8)));
        page.locator("#publish").click();

        assertThat(page.locator("upload-form .status")).hasText(Pattern.compile("Sending: [1-9][0-9]?%"));
        page.waitForFunction("() => document.querySelector('upload-form progress').value > 0");
        page.locator("upload-form").getByText("Cancel").click();

        assertThat(page.locator("upload-form progress")).hasCount(0);
        assertThat(page.locator("#publish")).isEnabled();
        assertThat(page.locator("upload-form .status")).hasCount(0);
    }

    @Test
    void aCorpusShowsWhatIsInItAndStaysUnlessItsEndIsMeant() {
        new School(log, http).begin();
        show("corpora");
        Locator corpus = page.locator("[data-corpus=" + School.MODEL + "]");
        assertThat(corpus).containsText(Pattern.compile("Characters\\s*[0-9],[0-9]{3}"));

        corpus.getByText("Show an excerpt").click();
        assertThat(corpus.locator("blockquote")).containsText("<b>x</b>");
        assertThat(corpus.locator("blockquote *")).hasCount(0);
        assertThat(corpus.locator(".hint")).hasText(Pattern.compile("from character [0-9,]+ of [0-9,]+"));

        Locator delete = page.locator("button[aria-label='Delete " + School.MODEL + "']");
        delete.click();
        assertThat(page.locator("dialog")).containsText("Its text is gone then");
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(delete).isFocused();
        assertThat(http.get("/api/corpora/" + School.MODEL).status()).isEqualTo(200);
    }

    @Test
    void theCommandForKafkaIsCopiedWithTheAddressOfItsBroker() {
        openClipboard();
        show("corpora");
        String kafka = http.get("/api/about").json().get("kafka").asText();
        String command = "kcat -P -b " + kafka + " -t escriba.corpus -k my-text my-text.txt";
        assertThat(page.locator("#kcat")).hasText(command);

        page.locator(".command").getByRole(AriaRole.BUTTON).click();

        assertThat(page.locator(".command")).containsText("Copied");
        assertThat(clipboard()).isEqualTo(command);
    }

    @Test
    void anErrorIsShownInTheWordsOfTheApi() {
        show("corpora");
        page.locator("#file")
                .setInputFiles(
                        new FilePayload("latin.txt", "text/plain", new byte[] {'J', 'o', (byte) 0xE3, 'o', '\n'}));
        page.locator("#publish").click();

        assertThat(page.locator("upload-form [role=alert]")).containsText("UTF-8");
        assertThat(page.locator("#publish")).isEnabled();
    }
}
