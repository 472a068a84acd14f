package io.escriba.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.bench.report.Figures;
import org.junit.jupiter.api.Test;

class FigureTableTest {
    @Test
    void hasARowForEachFigureWithItsMedian() {
        FigureTable table = new FigureTable("of 3 readers");
        for (double round : new double[] {3, 1, 2}) {
            table.add("p99, ms", Figures::tenths, round);
            table.add("dropped", Figures::whole, 0);
        }

        assertThat(table.table().text()).isEqualTo("""
                | of 3 readers | round 1 | round 2 | round 3 | median |
                | ------------ | ------- | ------- | ------- | ------ |
                | p99, ms      | 3.0     | 1.0     | 2.0     | 2.0    |
                | dropped      | 0       | 0       | 0       | 0      |
                """);
    }
}
