package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.model.ContextWindow;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    private static final Optional<ContextWindow> EIGHT = Optional.of(new ContextWindow(8));

    @Test
    void aModelThatRemembersReadsAllIdsOnceAndNoneIsCopied() {
        int[] ids = IntStream.range(0, 100).toArray();

        Window window = Window.of(ids, Optional.empty());
        window.setRead(100);
        window.append(7);

        assertThat(window.ids()).isSameAs(ids);
        assertThat(window.length()).isEqualTo(100);
        assertThat(window.isRead()).isTrue();
        assertThat(window.last()).isEqualTo(7);
        assertThat(window.isOutgrown()).isFalse();
        assertThat(window.isKept()).isFalse();
    }

    @Test
    void aLongPromptIsReadFromWhereTheWindowBegins() {
        Window window = Window.of(IntStream.range(0, 13).toArray(), EIGHT);

        assertThat(unread(window)).containsExactly(8, 9, 10, 11, 12);
    }

    @Test
    void aStateThatWasGivenUpIsReadAgain() {
        Window window = Window.of(new int[] {1, 2}, EIGHT);
        window.setRead(2);
        window.append(3);

        assertThat(window.isRead()).isTrue();
        window.readAgain();

        assertThat(unread(window)).containsExactly(1, 2, 3);
    }

    /** Whoever goes on from a text that has been written reads what its writer reads. */
    @ParameterizedTest
    @CsvSource({"8, 1", "8, 8", "8, 9", "9, 5", "9, 30", "256, 257"})
    void beginsAnewWhereTheRuleSays(int length, int prompt) {
        Optional<ContextWindow> context = Optional.of(new ContextWindow(length));
        Window window = Window.of(IntStream.range(0, prompt).toArray(), context);
        window.setRead(window.length());
        for (int id = prompt; id < prompt + 5 * length; id++) {
            window.append(id);
            if (window.isOutgrown()) {
                window.readAgain();
                window.setRead(window.length());
            }

            assertThat(Arrays.copyOf(window.ids(), window.length()))
                    .containsExactly(
                            unread(Window.of(IntStream.rangeClosed(0, id).toArray(), context)));
        }
    }

    private static int[] unread(Window window) {
        return Arrays.copyOfRange(window.ids(), window.read(), window.length());
    }
}
