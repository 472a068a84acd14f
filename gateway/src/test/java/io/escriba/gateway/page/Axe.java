package io.escriba.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import io.escriba.gateway.browser.Chromium;
import java.util.Set;

/** Looks for what would keep somebody out of a page. */
final class Axe {
    private static final Set<String> SERIOUS = Set.of("serious", "critical");

    private final Chromium chromium;

    /** Looks at pages of this browser. */
    Axe(Chromium chromium) {
        this.chromium = chromium;
    }

    /** Fails if there is anything serious in the page as it is now. */
    void check(Page page) {
        assertThat(chromium.complaints()).isEmpty();
        assertThat(new AxeBuilder(page)
                        .analyze().getViolations().stream()
                                .filter(rule -> SERIOUS.contains(rule.getImpact()))
                                .map(Rule::toString))
                .as(page.url())
                .isEmpty();
        // It reads style sheets by writing them into a document of its own, which the content policy forbids.
        chromium.complaints();
    }
}
