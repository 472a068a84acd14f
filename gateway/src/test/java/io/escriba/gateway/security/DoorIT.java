package io.escriba.gateway.security;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.RunningGateway;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of a gateway that asks for keys, in a real browser. Needs Debian's {@code chromium}, and fails without it. */
@QuarkusTest
@TestProfile(Keys.class)
final class DoorIT extends RunningGateway {
    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    @Test
    void thePageAsksForAKeyAndWritesWithIt() {
        List<String> complaints = new ArrayList<>();
        try (Playwright playwright = Playwright.create();
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(CHROMIUM)
                                .setArgs(ARGUMENTS))) {
            Page page = browser.newPage();
            page.onConsoleMessage(message -> {
                // The browser itself tells of every 401.
                if (message.type().equals("error") && !message.text().contains("401")) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
            page.navigate(address.toString());

            assertThat(page.locator("#door")).isVisible();
            assertThat(page.locator("#door-reason")).containsText("API key");
            enter(page, "wrong-0123456789");
            assertThat(page.locator("#door-reason")).containsText("not valid");

            enter(page, Keys.ALICE);
            assertThat(page.locator("#door")).isHidden();
            page.locator("#model").selectOption(FakeInference.LETTERS);
            page.locator("#seed").fill("4");
            page.locator("#length").fill("40");
            page.locator("#write").click();
            assertThat(page.locator("#figure-written")).hasText("40");
            assertThat(page.locator("#text").textContent()).isEqualTo(FakeInference.text(4, 0, 40));

            // The tab remembers the key.
            page.reload();
            assertThat(page.locator("#model option[value=letters]")).hasCount(1);
            assertThat(page.locator("#door")).isHidden();
        }
        assertThat(complaints).isEmpty();
    }

    private static void enter(Page page, String key) {
        page.locator("#key").fill(key);
        page.locator("#door button").click();
    }
}
