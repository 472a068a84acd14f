package io.escriba.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.browser.Cable;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** The view that writes one beginning in several ways. */
@QuarkusTest
final class CompareIT extends ViewTest {
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
        fast();
        page.locator("#compare").click();

        Locator sheets = page.locator(".sheets growing-paper");
        assertThat(sheets).hasCount(3);
        assertThat(figure("written").nth(1)).hasText("30");
        assertThat(figure("written").nth(2)).hasText("5");
        assertThat(sheets.nth(0).textContent()).isEqualTo(FakeInference.text(6, 0, 30));
        assertThat(sheets.nth(2).textContent()).isEqualTo(FakeInference.text(6, 0, 5));
    }

    @Test
    void severalTemperaturesGoOnWhereTheyStoppedWhenTheConnectionBreaks() throws Exception {
        try (Cable cable = new Cable(address)) {
            page.navigate(cable.address("/#/compare"));
            model(FakeInference.HESITATES);
            field("temperatures").fill("0, 0.5, 1.5");
            // The model waits there until it is told to go on.
            long seed = 2_000;
            field("seed").fill(String.valueOf(seed));
            field("length").fill("5000");
            fast();
            page.locator("#compare").click();
            Locator sheets = page.locator(".sheets .sheet");
            Locator papers = sheets.locator("growing-paper");
            for (int i = 0; i < 3; i++) {
                assertThat(papers.nth(i))
                        .hasText(FakeInference.text(seed, 0, seed).strip());
            }

            cable.cut();
            for (int i = 0; i < 3; i++) {
                assertThat(sheets.nth(i).locator(".status")).containsText("Going on where it stopped");
            }
            inference.goOn(seed);
            cable.mend();

            for (int i = 0; i < 3; i++) {
                assertThat(sheets.nth(i).locator(".status")).containsText("as long as you asked for");
                assertThat(papers.nth(i).textContent()).isEqualTo(FakeInference.text(seed, 0, 5_000));
            }
        }
    }

    @Test
    void whatCannotBeComparedIsSaid() {
        show("compare");
        model(FakeInference.LETTERS);
        field("temperatures").fill("0.2; warm");
        page.locator("#compare").click();
        assertThat(page.locator("compare-view [role=alert]")).containsText("Give 1 to 8 numbers");

        field("temperatures").fill("0.2, -1");
        page.locator("#compare").click();

        assertThat(page.locator(".sheets .status").first()).containsText("temperature");
    }
}
