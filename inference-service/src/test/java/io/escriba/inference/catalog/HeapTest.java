package io.escriba.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTest extends CatalogFixture {
    HeapTest() {
        super(0);
    }

    @Test
    void aVersionForWhichThereIsNoRoomIsNotReadAndTheOneBeforeGoesOn() {
        serve("nomes", 3);
        heap.setRoom(20, 6);
        try (RecordedLog log = RecordedLog.of(Loading.class)) {
            serve("nomes", 4);
            assertThat(store.reads()).isEqualTo(2);

            serve("nomes", 1_000_000);

            assertThat(store.reads()).isEqualTo(2);
            assertThat(log.problems())
                    .singleElement()
                    .asString()
                    .contains(
                            "Model 'nomes@1000000' cannot be loaded. Loading the 12 bytes of its model.onnx takes 0.0 MiB")
                    .contains("Raise the JVM's -Xmx")
                    .contains("'nomes@4' goes on serving.");
        }
        assertThat(metrics.loads).endsWith(LoadOutcome.NO_MEMORY);
    }

    @Test
    void itIsLoadedWhenThereIsRoom() {
        heap.setRoom(11, 100);
        serve("nomes", 3);
        assertThat(store.reads()).isZero();

        heap.setRoom(12, 6);
        background.runLater();

        assertThat(opener.opened()).containsOnlyKeys("nomes@3");
    }

    @Test
    void theHeapOfThisProcessHasRoomForLittleAndNoneForMoreThanItsSize() {
        long most = Runtime.getRuntime().maxMemory();
        Heap jvm = new JvmHeap();

        assertThat(jvm.room(new Heap.Room(1, 1)).holds(new Heap.Room(1 << 20, 1 << 20)))
                .isTrue();
        Heap.Room room = jvm.room(new Heap.Room(most, most));
        assertThat(room.all()).isLessThan(most);
        assertThat(room.inOnePiece()).isLessThanOrEqualTo(room.all());
    }
}
