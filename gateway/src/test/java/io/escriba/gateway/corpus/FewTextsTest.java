package io.escriba.gateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.corpus.Dataset;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.name.Name;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FewTextsTest {
    private static final Dataset DATASET = new Dataset("escriba.corpus", 3, 10, 20, new Name("poems"));

    private final List<Runnable> meanwhile = new ArrayList<>();
    private final List<Dataset> read = new ArrayList<>();
    private final FewTexts texts = new FewTexts(
            (dataset, taker) -> {
                read.add(dataset);
                meanwhile.remove(0).run();
            },
            2);

    @Test
    void aTextTooManyIsRefusedUntilOneOfTheOthersWasRead() {
        meanwhile.add(this::read);
        meanwhile.add(() -> {
            ProblemException refused = catchThrowableOfType(ProblemException.class, this::read);

            assertThat(refused.problem().status()).isEqualTo(429);
            assertThat(refused.problem().retryAfter()).contains(Duration.ofSeconds(1));
            assertThat(refused)
                    .hasMessageStartingWith("2 excerpts are being read")
                    .hasMessageContaining("escriba.gateway.max-excerpts");
        });

        read();

        assertThat(read).hasSize(2);
        meanwhile.add(() -> {});
        read();
        assertThat(read).hasSize(3);
    }

    @Test
    void aTextThatCannotBeReadLeavesItsPlace() {
        for (int i = 0; i < 5; i++) {
            meanwhile.add(() -> {
                throw ProblemException.gone("It was deleted.");
            });

            assertThat(catchThrowableOfType(ProblemException.class, this::read)).hasMessage("It was deleted.");
        }
    }

    private void read() {
        texts.read(DATASET, new Cutter(0, 1, 1));
    }
}
