package io.escriba.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.escriba.json.Json;
import io.escriba.kafka.Topic;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.escriba.training.TrainingSpec;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The view in which models learn, with a trainer whose words are known. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // filled before each test
final class TrainIT extends ViewTest {
    private School school;

    @BeforeEach
    void begin() {
        school = new School(log, http).begin();
    }

    @Test
    void earlierVersionsStandBehindTheCurveThatGrows() {
        show("train?job=" + School.LIVE);
        Locator key = page.locator("loss-chart .key");
        assertThat(key.locator("li").first()).hasText("this training");
        assertThat(key.locator(".faint")).hasText(new String[] {"poet · version 2", "poet · version 1"});
        Locator plot = page.locator(".plot");
        assertThat(plot.locator("canvas")).isVisible();
        Object before = colours();

        school.tell(School.step(School.LIVE, 55, 7.25));

        assertThat(plot)
                .hasAttribute(
                        "aria-label",
                        Pattern.compile("this training: loss 7.25 .*, 7.05 .*version 2: loss .*version 1: "));
        page.waitForFunction("before => JSON.stringify(" + COLOURS + ") !== before", before);
        assertThat(page.locator("[data-figure=progress]")).hasText("55%");
        assertThat(page.locator("[data-figure=left]")).hasText("45 sec");
        assertThat(page.locator("[data-figure=speed]")).hasText("12K");
    }

    @Test
    void samplesComeAsTheyAreWrittenTheNewestFirst() {
        school.order("poet-sampled");
        school.tell(new TrainingEvent.Started(
                "poet-sampled", School.MODEL, School.at(0), 0, 4, "cpu", TrainingSpec.base(), 9_876, 900, 100));
        school.tell(School.step("poet-sampled", 10, 3));
        school.tell(new TrainingEvent.Sample("poet-sampled", School.MODEL, School.at(10), 10, 0.5, "<b>aaa</b>"));
        show("train?job=poet-sampled");
        Locator samples = page.locator(".sample");
        assertThat(samples).hasCount(1);
        assertThat(samples.locator("blockquote")).hasText("<b>aaa</b>");

        school.tell(School.step("poet-sampled", 20, 2));
        school.tell(new TrainingEvent.Sample("poet-sampled", School.MODEL, School.at(20), 20, 0.5, "שלום"));

        assertThat(samples).hasCount(2);
        assertThat(samples.first().locator("h3")).hasText("Step 20, after 20 sec · loss 1.80");
        assertThat(samples.first().locator("blockquote")).hasText("שלום");
        assertThat(samples.nth(1).locator("h3")).containsText("loss 2.80");
        school.tell(new TrainingEvent.Failed("poet-sampled", School.MODEL, School.at(30), "The corpus is too short."));
        assertThat(page.locator(".run")).hasAttribute("data-state", "failed");
        assertThat(page.locator(".run [role=alert]")).hasText("The corpus is too short.");
    }

    @Test
    void aTrainingIsOrderedWithOwnSettingsWhoseLimitsAreTold() {
        show("train");
        field("corpus").selectOption("poet");
        field("model").fill("odes");
        field("timeBudget").selectOption("PT1M");
        page.getByText("Own settings").click();
        Locator dropout = page.locator(".field:has(#own-dropout)");
        assertThat(dropout.locator(".hint")).hasText(Pattern.compile(".{20,}\\. From 0 to 1\\."));
        page.locator("#own-hiddenSize").fill("24");
        page.locator("#own-documents").selectOption("lines");
        page.locator("#train").click();

        assertThat(page.locator(".run")).hasAttribute("data-state", "queued");
        assertThat(page.locator(".run")).containsText("It waits for a trainer");
        TrainingJob job =
                Json.read(log.await(Topic.TRAINING_JOBS, "odes", 1).get(0).value(), TrainingJob.class);
        assertThat(page.url()).endsWith("#/train?job=" + job.id());
        assertThat(job.dataset().corpus().value()).isEqualTo("poet");
        assertThat(job.spec())
                .hasValueSatisfying(spec -> assertThat(spec.toString())
                        .contains("\"timeBudget\":\"PT1M\"", "\"hiddenSize\":24", "\"documents\":\"lines\""));

        page.locator("#cancel").click();
        page.locator("dialog button[value=no]").click();
        assertThat(page.locator("#cancel")).isFocused();
        page.locator("#cancel").click();
        page.locator("dialog button[value=yes]").click();
        log.await(Topic.TRAINING_CANCELLATIONS, job.id(), 1);
    }

    @Test
    void anErrorIsShownInTheWordsOfTheApi() {
        show("train");
        field("corpus").selectOption("poet");
        page.getByText("Own settings").click();
        page.locator("#own-sampleTemperatures").fill("warm");
        page.locator("#train").click();

        assertThat(page.locator("train-form [role=alert]")).containsText("sampleTemperatures");
    }

    /** How many points of a chart have been drawn in the colour of its first curve. */
    private static final String COLOURS = """
            [...document.querySelectorAll(".plot canvas")].map((canvas) =>
              canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.reduce((sum, value) => sum + value, 0))""";

    private String colours() {
        return String.valueOf(page.evaluate("JSON.stringify(" + COLOURS + ")"));
    }
}
