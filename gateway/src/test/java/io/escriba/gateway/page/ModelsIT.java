package io.escriba.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The view of what has been trained. */
@QuarkusTest
final class ModelsIT extends ViewTest {
    @Test
    void aVersionShowsWhatIsKnownOfItAndItsCurve() {
        new School(log, http).begin();
        show("models");
        Locator version = page.locator("[data-version='poet@2']");
        assertThat(version.locator("dt")).hasText(new String[] {
            "Architecture",
            "Parameters",
            "Loss, held-out part",
            "Loss, learned part",
            "Corpus",
            "Characters it knows",
            "Trained at",
            "Trained for",
            "Size",
            "Device"
        });
        assertThat(version.locator("dd").nth(0)).hasText("gru 2×32");
        assertThat(version.locator("dd").nth(2)).hasText("1.250");
        assertThat(version.locator("dd").nth(4)).hasText(Pattern.compile("poet offsets [0-9,]+ to [0-9,]+"));
        assertThat(version.locator("dd").nth(8)).hasText("4.32 kB");

        page.locator("[data-version='poet@1']").getByText("Show its curve").click();
        version.locator("input").setChecked(true);

        Locator plot = page.locator("models-view .plot");
        assertThat(plot)
                .hasAttribute("aria-label", Pattern.compile("poet · version 2: loss .*poet · version 1: loss .*"));
        assertThat(plot.locator("canvas")).isVisible();
        page.locator("[data-version='poet@1']").getByText("Show its curve").click();
        assertThat(plot).not().hasAttribute("aria-label", Pattern.compile(".*version 1: loss.*"));
    }

    @Test
    void aModelIsRetiredOnlyWhenThatIsMeant() {
        new School(log, http).begin();
        show("models");
        Locator retire = page.locator("button[aria-label='Retire poet']");

        retire.click();
        assertThat(page.locator("dialog h2")).hasText("Retire poet?");
        assertThat(page.locator("dialog button").first()).isFocused();
        page.keyboard().press("Enter");

        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(retire).isFocused();
        assertThat(page.locator("[data-model=poet]")).isVisible();
    }
}
