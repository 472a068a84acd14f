package io.escriba.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page in a real browser. Needs Debian's {@code chromium}, and fails without it. */
@ExtendWith(SharedInstance.class)
class PageIT {
    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));

    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void start() {
        playwright = Playwright.create();
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterAll
    static void stop() {
        browser.close();
        playwright.close();
    }

    @Test
    void pressingTheButtonLetsTextGrow(Escriba escriba) {
        List<String> complaints = new ArrayList<>();
        try (Page page = open(escriba, complaints)) {
            page.locator("#model").selectOption("nomes");
            page.locator("#prompt").fill("Ma");
            page.locator("#seed").fill("7");
            page.locator("#write").click();

            assertThat(page.locator("#text")).hasText(Pattern.compile("^Ma."));
            assertThat(page.locator("#text")).hasText(Pattern.compile("^Ma.."));
            assertThat(page.locator("#stop")).isDisabled();
            assertThat(page.locator("#write")).isEnabled();
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void anErrorIsShownInTheWordsOfTheApi(Escriba escriba) {
        try (Page page = open(escriba, new ArrayList<>())) {
            page.locator("#model").selectOption("nomes");
            page.locator("#prompt").fill("Ж");
            page.locator("#write").click();

            assertThat(page.locator("#status")).containsText("Ж");
        }
    }

    /** The page with its models, and what the browser complains of meanwhile. */
    private static Page open(Escriba escriba, List<String> complaints) {
        Page page = browser.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(escriba.uri("/").toString());
        assertThat(page.locator("#model option[value=nomes]")).hasCount(1);
        return page;
    }
}
