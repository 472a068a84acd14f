package io.escriba.bench.instance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private static final String TEXT = """
            # HELP jvm_memory_used_bytes The amount of used memory
            # TYPE jvm_memory_used_bytes gauge
            jvm_memory_used_bytes{area="heap",id="G1 Eden Space"} 2097152.0
            jvm_memory_used_bytes{area="heap",id="G1 Old Gen"} 3.1457280E7
            jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 5.0E7
            jvm_memory_used_bytes_more{area="heap",id="G1 Old Gen"} 1.0
            escriba_streams_running_more 7.0
            escriba_streams_running 3.0
            """;

    @Test
    void addsUpTheSeriesWithALabel() {
        assertThat(PrometheusText.sum(TEXT, "jvm_memory_used_bytes", "area=\"heap\""))
                .hasValue(2_097_152.0 + 31_457_280.0);
    }

    @Test
    void hasTheValueOfAMetricWithoutLabels() {
        assertThat(PrometheusText.value(TEXT, "escriba_streams_running")).hasValue(3);
        assertThat(PrometheusText.value(TEXT, "escriba_streams_waiting")).isEmpty();
    }

    @Test
    void hasNoSumOfNothing() {
        assertThat(PrometheusText.sum(TEXT, "jvm_memory_max_bytes", "area=\"heap\""))
                .isEmpty();
    }
}
