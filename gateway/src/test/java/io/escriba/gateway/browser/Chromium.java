package io.escriba.gateway.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A real browser, Debian's {@code chromium}. Opening it fails where it is not installed. */
public final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** How long a page may take for anything, in milliseconds. The machine may have much else to do. */
    private static final double PATIENCE = 30_000;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    }

    private final Playwright playwright = Playwright.create();
    private final Browser browser;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    /** Starts it. */
    public Chromium() {
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setArgs(ARGUMENTS));
    }

    /** A tab that knows nothing of the others, in English. */
    public Page page() {
        return page(english());
    }

    /** Settings of a tab in English. */
    public static NewContextOptions english() {
        return new NewContextOptions().setLocale("en-US");
    }

    /** A tab with these settings. */
    public Page page(NewContextOptions options) {
        Page page = browser.newContext(options).newPage();
        page.onConsoleMessage(message -> {
            // The browser itself tells of every answer that is no success.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    /** What the browser and the pages complained of since it was asked last, such as what the content policy forbids. */
    public List<String> complaints() {
        List<String> told = new ArrayList<>();
        for (String complaint = complaints.poll(); complaint != null; complaint = complaints.poll()) {
            told.add(complaint);
        }
        return told;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
