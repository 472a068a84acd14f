package io.escriba.manifests.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectorTest {
    @Test
    void isFoundAmongFunctionsOperatorsAndNumbers() {
        assertThat(Selector.in("histogram_quantile(0.99, sum by (le) (rate(a_bucket[5m]))) > 1e3 and absent(b)"))
                .containsExactly(new Selector("a_bucket", List.of()), new Selector("b", List.of()));
    }

    @Test
    void hasWhatItsLabelsMustBe() {
        assertThat(Selector.in("a{x=\"one\", y=~\"one|two\"} / on (x) b"))
                .containsExactly(new Selector("a", List.of("x=\"one\"", "y=\"")), new Selector("b", List.of()));
    }

    @Test
    void isInMetricsOfItsNameThatHaveItsLabels() {
        Selector selector = new Selector("a", List.of("x=\"one\""));

        assertThat(selector.isIn("# TYPE a gauge\na{x=\"one\",y=\"2\"} 1\n")).isTrue();
        assertThat(selector.isIn("a{x=\"two\"} 1\n")).isFalse();
        assertThat(selector.isIn("a_total{x=\"one\"} 1\n")).isFalse();
    }
}
