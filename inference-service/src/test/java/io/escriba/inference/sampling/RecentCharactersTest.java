package io.escriba.inference.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.sampling.Sampling;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentCharactersTest {
    private static final Sampling PENALIZED = new Sampling(1, 0, 1, 1.2, false, 0);

    @Test
    void areTheLastOfTheText() {
        int[] text = IntStream.range(0, 200).toArray();

        assertThat(sorted(RecentCharacters.of(PENALIZED, text, 0)))
                .containsExactly(
                        IntStream.range(200 - Sampling.REPETITION_WINDOW, 200).toArray());
    }

    @Test
    void leaveOutWhatStandsBeforeTheText() {
        assertThat(sorted(RecentCharacters.of(PENALIZED, new int[] {9, 3, 4}, 1)))
                .containsExactly(3, 4);
    }

    /** So a stream that goes on with a text penalizes what its writer would have. */
    @Test
    void areTheSameHoweverTheTextCameAbout() {
        int[] text = new Random(4).ints(300, 0, 1_000).toArray();
        for (int prompt = 0; prompt <= text.length; prompt++) {
            RecentCharacters written = RecentCharacters.of(PENALIZED, Arrays.copyOf(text, prompt), 0);
            Arrays.stream(text, prompt, text.length).forEach(written::add);

            assertThat(sorted(written)).containsExactly(sorted(RecentCharacters.of(PENALIZED, text, 0)));
        }
    }

    @Test
    void areNoneWhereNothingIsPenalized() {
        RecentCharacters recent = RecentCharacters.of(new Sampling(1, 0, 0), new int[] {1, 2}, 0);

        recent.add(3);

        assertThat(recent.size()).isZero();
    }

    @Test
    void keepsTheirOrder() {
        RecentCharacters recent = RecentCharacters.of(PENALIZED, new int[] {5, 6}, 0);
        for (int id = 7; id < 100; id++) {
            recent.add(id);
        }

        assertThat(recent.inOrder()).containsExactly(IntStream.range(36, 100).toArray());
        assertThat(RecentCharacters.of(PENALIZED, new int[] {5, 6}, 0).inOrder())
                .containsExactly(5, 6);
    }

    private static int[] sorted(RecentCharacters recent) {
        return IntStream.range(0, recent.size()).map(recent::get).sorted().toArray();
    }
}
