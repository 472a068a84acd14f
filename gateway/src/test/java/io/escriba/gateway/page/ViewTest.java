package io.escriba.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.browser.Chromium;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** What a test of a view has at hand: a browser for all tests of a class, and a tab of its own for each. */
@SuppressWarnings("NullAway.Init") // filled before each test
abstract class ViewTest extends RunningGateway {
    static final List<String> VIEWS = List.of("write", "compare", "inside", "corpora", "train", "models");

    static Chromium chromium;

    /** The tab. */
    Page page;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
    }

    @AfterAll
    static void end() {
        chromium.close();
    }

    @BeforeEach
    void open() {
        page = chromium.page();
    }

    @AfterEach
    void close() {
        page.context().close();
        assertThat(chromium.complaints()).isEmpty();
    }

    /** Takes another tab, with these settings. */
    void open(NewContextOptions options) {
        page.context().close();
        page = chromium.page(options);
    }

    /** Shows a view. */
    void show(String view) {
        page.navigate(address.resolve("/#/" + view).toString());
        assertThat(page.locator(view.replaceAll("\\?.*", "") + "-view")).isVisible();
    }

    /** A field of the view that is shown. */
    Locator field(String name) {
        return page.locator("[name=" + name + "]:visible");
    }

    /** A figure of the view that is shown. */
    Locator figure(String name) {
        return page.locator("[data-figure=" + name + "]:visible");
    }

    void model(String model) {
        field("model").selectOption(model);
    }

    /** Lets texts come as fast as they can. */
    void fast() {
        if (!field("pace").isVisible()) {
            page.locator("summary:visible").click();
        }
        field("pace").selectOption("0");
    }

    /** Lets a model write in the first view. */
    void write(String model, long seed, int characters) {
        show("write");
        model(model);
        fast();
        field("seed").fill(String.valueOf(seed));
        field("length").fill(String.valueOf(characters));
        page.locator("#write").click();
    }

    /** Lets clipboards be read. */
    void openClipboard() {
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    }

    String clipboard() {
        return String.valueOf(page.evaluate("navigator.clipboard.readText()"));
    }
}
