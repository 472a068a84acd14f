package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.inference.session.CharacterModel;
import io.escriba.vocabulary.Vocabulary;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How prompts are read between the steps of other streams. */
class PromptsTest extends SchedulerFixture {
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz😀");

    PromptsTest() {
        super(LETTERS, Optional.empty());
    }

    @Test
    void stepsTheOthersBetweenTheStretchesOfALongPrompt() {
        FakeReader running = new FakeReader();
        FakeReader late = new FakeReader();
        int stretch = CharacterModel.LONGEST_READ;
        add("x", 50, running);
        scheduler.round();
        model.calls();
        String prompt = "long".repeat(stretch / 2);

        add(prompt, 4, late);
        scheduler.round();
        scheduler.round();

        assertThat(model.calls()).containsExactly("read " + stretch, "step 1", "read " + stretch, "step 2");
        finish();
        assertThat(late.text()).isEqualTo(alone(prompt, 4));
    }

    @Test
    void letsAStreamGoOnWhileALongPromptIsRead() {
        FakeReader reader = new FakeReader();
        TextStream stream = add("x", 50, reader);
        scheduler.round();
        reader.setReady(false);
        add("long".repeat(CharacterModel.LONGEST_READ), 4, new FakeReader());
        scheduler.round();
        String before = reader.text();

        reader.setReady(true);
        scheduler.resume(stream);
        scheduler.round();

        assertThat(reader.text().length()).isEqualTo(before.length() + 1);
        finish();
        assertThat(reader.text()).isEqualTo(alone("x", 50));
    }

    @Test
    void readsShortPromptsTogetherUpToOneStretch() {
        int half = CharacterModel.LONGEST_READ / 2;
        for (int i = 0; i < 3; i++) {
            add("h".repeat(half), 5, new FakeReader());
        }

        assertThat(scheduler.round()).isTrue();

        assertThat(model.calls()).containsExactly("read " + half, "read " + half, "step 2");
    }
}
