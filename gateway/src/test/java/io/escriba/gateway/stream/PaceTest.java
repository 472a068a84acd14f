package io.escriba.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    /** A character every 50 ms. */
    private final Pace pace = new Pace(20, SECOND);

    @Test
    void theFirstCharacterMayGoAtOnce() {
        assertThat(pace.due(SECOND)).isEqualTo(1);
    }

    @Test
    void theNextOneMayGoWhenItsTimeHasCome() {
        pace.gone(SECOND, 1);

        assertThat(pace.next()).isEqualTo(SECOND + SECOND / 20);
        assertThat(pace.due(pace.next() - 1)).isZero();
        assertThat(pace.due(pace.next())).isEqualTo(1);
    }

    @Test
    void severalCharactersTakeTheTimeOfSeveral() {
        pace.gone(SECOND, 5);

        assertThat(pace.next()).isEqualTo(SECOND + SECOND / 4);
    }

    @Test
    void whatTakesNoTimeDelaysNothing() {
        pace.gone(SECOND, 0);

        assertThat(pace.due(SECOND)).isEqualTo(1);
    }

    @Test
    void aCharacterThatWasALittleLateDelaysNoOther() {
        pace.gone(SECOND, 1);

        pace.gone(pace.next() + SECOND / 25, 1);

        assertThat(pace.next()).isEqualTo(SECOND + 2 * SECOND / 20);
    }

    @Test
    void aTextThatHasStoodStillDoesNotRushAfter() {
        pace.gone(SECOND, 1);

        assertThat(pace.due(100 * SECOND)).isEqualTo(3);
        pace.gone(100 * SECOND, 3);
        assertThat(pace.next()).isEqualTo(100 * SECOND + SECOND / 20);
    }

    @Test
    void charactersComeEvenlyAtEveryPace() {
        for (double charactersPerSecond : new double[] {0.1, 3, 20, 999.5, 10_000}) {
            Pace even = new Pace(charactersPerSecond, 0);
            long now = 0;
            for (int character = 0; character < 1_000; character++) {
                now = Math.max(now, even.next());
                assertThat(even.due(now)).isEqualTo(1);
                even.gone(now, 1);
            }

            assertThat(now).isBetween((long) (999 * SECOND / charactersPerSecond) - 1_000, (long)
                    (999 * SECOND / charactersPerSecond));
        }
    }
}
