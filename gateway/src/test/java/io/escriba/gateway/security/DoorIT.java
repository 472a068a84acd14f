package io.escriba.gateway.security;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.browser.Chromium;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of a gateway that asks for keys, in a real browser. Needs Debian's {@code chromium}, and fails without it. */
@QuarkusTest
@TestProfile(Keys.class)
final class DoorIT extends RunningGateway {
    @Test
    void thePageAsksForAKeyAndWritesWithIt() {
        try (Chromium chromium = new Chromium()) {
            Page page = chromium.page();
            page.navigate(address.resolve("/#/corpora").toString());

            assertThat(page.locator("#door")).isVisible();
            assertThat(page.locator("#kcat")).containsText("-b …");
            assertThat(page.locator("#door-reason")).containsText("API key");
            enter(page, "wrong-0123456789");
            assertThat(page.locator("#door-reason")).containsText("not valid");

            enter(page, Keys.ALICE);
            assertThat(page.locator("#door")).isHidden();
            // What was refused before is asked for again.
            assertThat(page.locator("#kcat")).containsText(Pattern.compile("-b [^ ]+:[0-9]+ "));
            page.locator("nav").getByText("Write").click();
            page.locator("[name=model]:visible").selectOption(FakeInference.LETTERS);
            page.locator("[name=seed]:visible").fill("4");
            page.locator("[name=length]:visible").fill("40");
            page.getByText("More settings").click();
            page.locator("[name=pace]:visible").selectOption("0");
            page.locator("#write").click();
            assertThat(page.locator("[data-figure=written]")).hasText("40");
            assertThat(page.locator("#text").textContent()).isEqualTo(FakeInference.text(4, 0, 40));

            // The tab remembers the key.
            page.reload();
            assertThat(page.locator("option[value=letters]")).hasCount(1);
            assertThat(page.locator("#door")).isHidden();
            assertThat(chromium.complaints()).isEmpty();
        }
    }

    private static void enter(Page page, String key) {
        page.locator("#key").fill(key);
        page.locator("#door button").click();
    }
}
