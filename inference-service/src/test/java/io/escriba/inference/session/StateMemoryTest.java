package io.escriba.inference.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StateMemoryTest {
    private static final int MEBIBYTE = 1 << 20;

    private final StateMemory memory = new StateMemory(80L * MEBIBYTE);

    @Test
    void isSharedByAllModels() throws Exception {
        StateMemory.Share first = memory.share(30L * MEBIBYTE);
        StateMemory.Share second = memory.share(45L * MEBIBYTE);

        assertThatThrownBy(() -> memory.share(6L * MEBIBYTE))
                .isInstanceOf(NoStateMemoryException.class)
                .hasMessage("Its first streams need 6.0 MiB for their state, and of the 80.0 MiB that"
                        + " escriba.inference.state-memory allows, 5.0 MiB are free. Raise it, and the JVM's"
                        + " -XX:MaxDirectMemorySize with it.");

        second.close();
        memory.share(50L * MEBIBYTE).close();
        first.close();
    }

    @Test
    void isGivenToStreamsPieceByPiece() throws Exception {
        try (StateMemory.Share share = memory.share(20L * MEBIBYTE)) {
            assertThat(share.take(1, 2, 10L * MEBIBYTE)).isEqualTo(2);
            assertThat(share.take(1, 8, 10L * MEBIBYTE)).isEqualTo(3);
        }
    }

    @Test
    void isLeftToModelsThatAreStillToBeLoaded() throws Exception {
        StateMemory.Share busy = memory.share(10L * MEBIBYTE);
        assertThat(busy.take(1, 100, MEBIBYTE)).isEqualTo(60);
        assertThat(busy.take(1, 1, MEBIBYTE)).isZero();

        memory.share(10L * MEBIBYTE).close();
        busy.close();
    }

    @Test
    void grantsNothingWhereTheLeastIsNotThere() throws Exception {
        try (StateMemory.Share share = memory.share(60L * MEBIBYTE)) {
            assertThat(share.take(2, 4, 8L * MEBIBYTE)).isZero();

            assertThat(share.take(1, 4, 8L * MEBIBYTE)).isEqualTo(1);
        }
    }

    @Test
    void saysWhenStreamsFindNone() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        memory.onShortage(heard::incrementAndGet);
        try (StateMemory.Share share = memory.share(60L * MEBIBYTE)) {
            share.take(1, 4, 8L * MEBIBYTE);
            assertThat(heard).hasValue(0);

            share.take(1, 4, 8L * MEBIBYTE);

            assertThat(heard).hasValue(1);
        }
    }

    @Test
    void saysWhenSomeOfItIsFreeAgain() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        Runnable listener = heard::incrementAndGet;
        memory.onFree(listener);
        StateMemory.Share share = memory.share(20L * MEBIBYTE);

        share.giveBack(10L * MEBIBYTE);
        assertThat(heard).hasValue(1);
        share.close();
        assertThat(heard).hasValue(2);
        memory.removeOnFree(listener);
        memory.share(80L * MEBIBYTE).close();

        assertThat(heard).hasValue(2);
    }
}
