package io.escriba.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.browser.Chromium;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every view, filled with what it is there for, for everybody: by keyboard, on a phone, without colours, without motion. */
@QuarkusTest
final class EverybodyIT extends ViewTest {
    /** Notes what has the focus, one step after the other, and what is wrong with that. */
    private static final String PATH = """
            () => {
              const path = [document.querySelector(".skip")];
              const wrong = [];
              path[0].focus();
              const name = (element) => element.outerHTML.slice(0, 100);
              window.step = () => {
                const at = document.activeElement;
                if (at === document.body || path.includes(at)) return false;
                const seen = at.closest(".drop") ?? at;
                const { top, bottom } = seen.getBoundingClientRect();
                if (getComputedStyle(seen).outlineStyle === "none") wrong.push(`is not seen: ${name(at)}`);
                if (bottom <= 0 || top >= innerHeight) wrong.push(`is out of sight: ${name(at)}`);
                if (!(path.at(-1).compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING)) wrong.push(`comes too late: ${name(at)}`);
                path.push(at);
                return true;
              };
              window.complaints = (view) => [
                ...wrong,
                ...[...document.querySelectorAll(`header :is(a, button), ${view}-view :is(a, button, input, select, textarea, summary, [tabindex="0"])`)]
                  .filter((control) => !control.disabled && control.checkVisibility() && !(control.type === "radio" && !control.checked))
                  .filter((control) => !path.includes(control))
                  .map((control) => `is not reached: ${name(control)}`),
              ];
            }""";

    @BeforeEach
    void learn() {
        new School(log, http).begin();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void nothingSeriousKeepsAnybodyOut(ColorScheme colours) {
        open(Chromium.english().setColorScheme(colours));
        Axe axe = new Axe(chromium);
        for (String view : VIEWS) {
            fill(view);

            axe.check(page);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "pt-BR"})
    void everyViewFitsOnASmallPhone(String language) {
        open(Chromium.english()
                .setLocale(language)
                .setViewportSize(320, 640)
                .setIsMobile(true)
                .setHasTouch(true));
        for (String view : VIEWS) {
            fill(view);

            // Whatever is wider than the page and does not scroll within itself would make the page scroll sideways.
            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as(view)
                    .isEqualTo(320);
            assertThat((List<?>) page.evaluate("""
                    view => [...document.querySelectorAll(`header :is(a, button), ${view}-view :is(a, button, input, select, textarea, summary)`)]
                      .filter((control) => control.checkVisibility({ visibilityProperty: true }) && !control.closest(".unseen, .list"))
                      .filter((control) => {
                        const { left, right, height } = control.getBoundingClientRect();
                        return ((left < 0 || right > 320) && !control.closest("nav")) || height < 16;
                      })
                      .map(({ outerHTML }) => outerHTML)""", view)).as(view).isEmpty();
        }
    }

    @Test
    void theKeyboardReachesEverythingInOrder() {
        open(Chromium.english().setReducedMotion(ReducedMotion.REDUCE));
        for (String view : VIEWS) {
            fill(view);
            page.evaluate(PATH);
            do {
                page.keyboard().press("Tab");
            } while (page.evaluate("step()").equals(true));

            assertThat((List<?>) page.evaluate("view => complaints(view)", view))
                    .as(view)
                    .isEmpty();
        }
    }

    @Test
    void theKeyboardIsEnoughToWrite() {
        show("write");
        assertThat(page.locator("option[value=letters]")).hasCount(1);

        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).isFocused();
        page.keyboard().press("Tab");
        assertThat(field("model")).isFocused();
        page.keyboard().press("Tab");
        assertThat(field("prompt")).isFocused();
        page.keyboard().type("abc");
        fast();
        field("length").press("Enter");
        assertThat(page.locator("#text")).hasText(Pattern.compile("^abc"));
    }

    @Test
    void nothingMovesForWhoWantsItStill() {
        open(Chromium.english().setReducedMotion(ReducedMotion.REDUCE));
        for (String view : VIEWS) {
            show(view);
            assertThat(page.evaluate("getComputedStyle(document.documentElement).scrollBehavior"))
                    .isEqualTo("auto");
        }
        write(FakeInference.ENDLESS, 1, 100_000);
        assertThat(page.locator("#text")).hasClass("writing");

        assertThat(page.evaluate("document.getAnimations().length")).isEqualTo(0);
        assertThat(page.evaluate(
                        "getComputedStyle(document.querySelector('#text p:last-child'), '::after').animationName"))
                .isEqualTo("none");
        page.locator("#stop").click();
    }

    /** Shows a view with everything in it that it can show. */
    private void fill(String view) {
        switch (view) {
            case "write" -> {
                write(FakeInference.POET, 1, 2_000);
                assertThat(figure("written")).hasText(Pattern.compile("2[,.]000"));
            }
            case "compare" -> {
                begin(view);
                page.locator("#compare").click();
                assertThat(figure("written")).hasText(new String[] {"300", "300", "300", "300"});
            }
            case "inside" -> {
                begin(view);
                page.locator("#look").click();
                assertThat(figure("written")).hasText("300");
                page.locator("#inside-paper .character").nth(1).click();
                assertThat(page.locator(".alternatives")).isVisible();
            }
            case "corpora" -> {
                show(view);
                page.locator("[data-corpus=poet] button").first().click();
                assertThat(page.locator("[data-corpus=poet] blockquote")).isVisible();
            }
            case "train" -> {
                show(view + "?job=" + School.LIVE);
                page.locator("summary:visible").click();
                assertThat(page.locator("#own-layers")).isVisible();
                assertThat(page.locator(".sample").first()).isVisible();
                assertThat(page.locator("train-view canvas")).isVisible();
            }
            default -> {
                show(view);
                page.locator("[data-version='poet@2'] input").check();
                assertThat(page.locator("models-view canvas")).isVisible();
            }
        }
    }

    /** Sets what a text of 300 characters needs. */
    private void begin(String view) {
        show(view);
        model(FakeInference.POET);
        field("length").fill("300");
        fast();
    }
}
