package io.escriba.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A real browser, Debian's {@code chromium}. Opening it fails where it is not installed. */
final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright = Playwright.create();
    private final Browser browser;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    Chromium() {
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setArgs(ARGUMENTS));
    }

    /** A tab that knows nothing of the others. */
    Page page() {
        return page(new NewContextOptions());
    }

    /** A tab with these settings, in English. */
    Page page(NewContextOptions options) {
        Page page = browser.newContext(options.setLocale("en-US")).newPage();
        page.onConsoleMessage(message -> {
            // The browser itself tells of every answer that is no success.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    /** Forgets what they complained of: what a tool does to look at a page is not the page's doing. */
    void forget() {
        complaints.clear();
    }

    /** What the browser and the pages complained of so far, such as what the content policy forbids. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
