package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

        TextSoFar text = text(ids);
        Window window = Window.of(text, Optional.empty());
        window.setRead(100);
        window.append(7);

        assertThat(window.ids()).isSameAs(text.ids());
        assertThat(window.length()).isEqualTo(100);
        assertThat(window.isRead()).isTrue();
        assertThat(window.last()).isEqualTo(7);
        assertThat(window.isOutgrown()).isFalse();
        assertThat(window.isKept()).isFalse();
    }

    @Test
    void aLongPromptIsReadFromWhereTheWindowBegins() {
        Window window = Window.of(text(IntStream.range(0, 13).toArray()), EIGHT);

        assertThat(unread(window)).containsExactly(8, 9, 10, 11, 12);
    }

    @Test
    void aStateThatWasGivenUpIsReadAgain() {
        Window window = Window.of(text(1, 2), EIGHT);
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
        Window window = Window.of(text(IntStream.range(0, prompt).toArray()), context);
        window.setRead(window.length());
        for (int id = prompt; id < prompt + 5 * length; id++) {
            window.append(id);
            if (window.isOutgrown()) {
                window.readAgain();
                window.setRead(window.length());
            }

            assertThat(Arrays.copyOf(window.ids(), window.length()))
                    .containsExactly(
                            unread(Window.of(text(IntStream.rangeClosed(0, id).toArray()), context)));
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "8, 9", "9, 30", "256, 257"})
    void beginsFromASnapshotWhereItsWriterWas(int length, int prompt) {
        Optional<ContextWindow> context = Optional.of(new ContextWindow(length));
        Window window = Window.of(text(IntStream.range(0, prompt).toArray()), context);
        window.setRead(window.length());
        for (int id = prompt; id < prompt + 3 * length; id++) {
            window.append(id);
            int[] end = window.end();
            Snapshot snapshot = new Snapshot(id + 1L - prompt, id + 1L - end.length, end, new float[0]);
            if (window.isOutgrown()) {
                window.readAgain();
                window.setRead(window.length());
            }

            assertThat(unread(Window.of(TextSoFar.of(snapshot, new int[0]), context)))
                    .containsExactly(Arrays.copyOf(window.ids(), window.length()));
        }
    }

    @Test
    void aModelThatRemembersReadsOnlyWhatItDoesNotRemember() {
        Snapshot snapshot = new Snapshot(5, 3, new int[] {6, 7}, new float[] {0.5F, 0.25F});
        Window window = Window.of(TextSoFar.of(snapshot, new int[] {8, 9}), Optional.empty());
        float[] state = new float[2];

        window.begin(state);
        state[0]++;
        window.begin(state);

        assertThat(unread(window)).containsExactly(7, 8, 9);
        assertThat(state).containsExactly(1.5F, 0.25F);
    }

    @Test
    void refusesTheStateOfAnotherModel() {
        Snapshot snapshot = new Snapshot(5, 3, new int[] {6, 7}, new float[] {0.5F, 0.25F});
        Window window = Window.of(TextSoFar.of(snapshot, new int[0]), Optional.empty());

        assertThatThrownBy(() -> window.begin(new float[3]))
                .hasMessage("A snapshot has a state of 2 numbers, but the model's has 3. Give what came from the same"
                        + " version.");
    }

    private static TextSoFar text(int... ids) {
        return new TextSoFar(ids, 0, 0);
    }

    private static int[] unread(Window window) {
        return Arrays.copyOfRange(window.ids(), window.read(), window.length());
    }
}
