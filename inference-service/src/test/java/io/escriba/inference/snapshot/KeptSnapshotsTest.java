package io.escriba.inference.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.escriba.grpc.v1.Snapshot;
import org.junit.jupiter.api.Test;

class KeptSnapshotsTest {
    private static final long PLENTY = 1 << 20;
    private static final int STATE = 2_048;

    @Test
    void givesTheLastThatDoesNotGoBeyond() {
        KeptSnapshots snapshots = new KeptSnapshots(PLENTY);
        snapshots.keep(text(1), snapshot(20));
        snapshots.keep(text(1), snapshot(10));

        assertThat(snapshots.find(text(1), 9)).isEmpty();
        assertThat(snapshots.find(text(1), 10)).contains(snapshot(10));
        assertThat(snapshots.find(text(1), 19)).contains(snapshot(10));
        assertThat(snapshots.find(text(1), 1_000)).contains(snapshot(20));
    }

    @Test
    void keepsThoseOfEachTextApart() {
        KeptSnapshots snapshots = new KeptSnapshots(PLENTY);
        snapshots.keep(text(1), snapshot(10));
        snapshots.keep(text(3), snapshot(20));

        assertThat(snapshots.find(text(1), 30)).contains(snapshot(10));
        assertThat(snapshots.find(text(3), 30)).contains(snapshot(20));
        assertThat(snapshots.find(text(2), 30)).isEmpty();
        assertThat(snapshots.find(text(4), 30)).isEmpty();
    }

    @Test
    void keepsTheNewestOfThoseForTheSameCharacters() {
        KeptSnapshots snapshots = new KeptSnapshots(PLENTY);
        Snapshot later = snapshot(10).toBuilder().addIds(7).build();

        snapshots.keep(text(1), snapshot(10));
        snapshots.keep(text(1), later);

        assertThat(snapshots.find(text(1), 10)).contains(later);
    }

    @Test
    void takesNoMoreMemoryThanItMay() {
        KeptSnapshots snapshots = new KeptSnapshots(PLENTY);

        for (int index = 1; index <= 10_000; index++) {
            snapshots.keep(text(1), snapshot(index));
        }

        long first = 10_000;
        while (snapshots.find(text(1), first).isPresent()) {
            first--;
        }
        assertThat(10_000 - first).isBetween(PLENTY / STATE / 2, PLENTY / STATE);
    }

    @Test
    void thoseThatWereKeptFirstGoFirst() {
        KeptSnapshots snapshots = new KeptSnapshots(PLENTY);
        snapshots.keep(text(1), snapshot(10));
        snapshots.keep(text(2), snapshot(10));
        snapshots.keep(text(1), snapshot(10));

        int others = 2;
        while (snapshots.find(text(2), 10).isPresent()) {
            others++;
            snapshots.keep(text(others), snapshot(10));
        }

        assertThat(others).isGreaterThan(100);
        assertThat(snapshots.find(text(1), 10)).isPresent();
        snapshots.keep(text(others + 1), snapshot(10));
        assertThat(snapshots.find(text(1), 10)).isEmpty();
        assertThat(snapshots.find(text(3), 10)).isPresent();
    }

    @Test
    void keepsNothingWithoutMemory() {
        KeptSnapshots snapshots = new KeptSnapshots(0);

        snapshots.keep(text(1), snapshot(10));

        assertThat(snapshots.find(text(1), 30)).isEmpty();
    }

    private static ByteString text(int number) {
        return ByteString.copyFromUtf8("text %012d".formatted(number));
    }

    private static Snapshot snapshot(long index) {
        return Snapshot.newBuilder()
                .setIndex(index)
                .setState(ByteString.copyFrom(new byte[STATE]))
                .build();
    }
}
