package io.escriba.bench.corpora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    private static final int MIB = 1024 * 1024;

    @Test
    void leaveTheHeapNoMoreThanIdleAnd64MiB() {
        assertThat(HeapPart.limitMebibytes(40L * MIB)).isEqualTo(104);
        assertThat(HeapPart.limitMebibytes(40L * MIB + MIB - 1)).isEqualTo(104);
    }

    @Test
    void countWhatIsGeneratedAndWhatEveryRoundStores() {
        List<SourceText> given = List.of(new SourceText("a", Path.of("a"), 1_000));

        long oneRound = DiskSpace.needed(given, List.of(100L), 1, 0);

        assertThat(DiskSpace.needed(given, List.of(100L), 2, 0) - oneRound).isEqualTo(2 * 1_100);
        assertThat(oneRound - DiskSpace.needed(given, List.of(), 1, 0)).isEqualTo(100 + 2 * 100);
        assertThat(DiskSpace.needed(given, List.of(100L), 1, 500) - oneRound).isEqualTo(400);
    }

    @Test
    void giveKafkaEnoughRecordsForEveryByte() {
        KafkaLoad load = new KafkaLoad(KafkaLoad.Records.RANDOM, 0);

        assertThat(load.count(1)).isEqualTo(1);
        assertThat(load.count(256 * 1024)).isEqualTo(1);
        assertThat(load.count(256 * 1024 + 1)).isEqualTo(2);
        assertThat(new KafkaLoad(KafkaLoad.Records.TEXT, 10L * MIB).count(1)).isEqualTo(40);
    }

    @Test
    void sayThatADiskIsTooSmall(@TempDir Path directory) {
        assertThatThrownBy(() -> new DiskSpace(directory).require(Long.MAX_VALUE))
                .hasMessageContaining("Use fewer --rounds, or another disk by --dir.");
    }
}
