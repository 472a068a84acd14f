package io.escriba.inference.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.model.StateTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowRangeTest {
    private static final int MEBIBYTE = 1 << 20;
    /** The key-value cache of the preset gpt: 4.5 MiB. */
    private static final List<StateTensor> GPT = List.of(
            new StateTensor("k", "k_next", 6 * 256 * 384, true), new StateTensor("v", "v_next", 6 * 256 * 384, true));

    private static final RowRange RANGE = new RowRange(4, 100);

    @Test
    void holdsAsManyRowsAsThereIsMemoryFor() {
        assertThat(RowRange.of(GPT, 1, 256, 45L * MEBIBYTE)).isEqualTo(new RowRange(1, 9));
        assertThat(RowRange.of(GPT, 1, 7, 512L * MEBIBYTE)).isEqualTo(new RowRange(1, 7));
        assertThat(RowRange.of(GPT, 1, 256, 1)).isEqualTo(new RowRange(1, 1));
    }

    @Test
    void holdsAtLeastTheRowsOfACall() {
        assertThat(RowRange.of(GPT, 2, 256, 45L * MEBIBYTE)).isEqualTo(new RowRange(2, 8));
        assertThat(RowRange.of(GPT, 2, 1, 512L * MEBIBYTE)).isEqualTo(new RowRange(2, 2));
    }

    @Test
    void hasAllRowsFromTheBeginningWhereTheyAreSmall() {
        List<StateTensor> gru = List.of(new StateTensor("h0", "h0_next", 256), new StateTensor("h1", "h1_next", 256));

        assertThat(RowRange.of(gru, 1, 256, 512L * MEBIBYTE)).isEqualTo(new RowRange(256, 256));
    }

    @Test
    void takesAModelWithoutState() {
        assertThat(RowRange.of(List.of(), 1, 256, 512L * MEBIBYTE)).isEqualTo(new RowRange(256, 256));
    }

    @Test
    void staysWithinWhatOneBufferCanHold() {
        assertThat(RowRange.of(GPT, 1, 65_536, 1L << 50).most()).isLessThan(1_000);
    }

    @Test
    void isDoubledWhenItIsTooSmall() {
        assertThat(RANGE.fitting(4, 5)).isEqualTo(8);
        assertThat(RANGE.fitting(4, 30)).isEqualTo(30);
        assertThat(RANGE.fitting(64, 65)).isEqualTo(100);
    }

    @Test
    void becomesSmallerWhenMostOfItIsNotUsed() {
        assertThat(RANGE.fitting(64, 17)).isEqualTo(64);
        assertThat(RANGE.fitting(64, 16)).isEqualTo(32);
        assertThat(RANGE.fitting(64, 0)).isEqualTo(4);
        assertThat(RANGE.fitting(4, 0)).isEqualTo(4);
    }

    @Test
    void doesNotGoToAndFroWithOneStream() {
        int grown = RANGE.fitting(32, 33);

        assertThat(RANGE.fitting(grown, 32)).isEqualTo(grown);
    }
}
