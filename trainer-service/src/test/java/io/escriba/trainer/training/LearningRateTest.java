package io.escriba.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.escriba.trainer.Specs;
import org.junit.jupiter.api.Test;

class LearningRateTest {
    @Test
    void aConstantRateStaysAndACosineFallsToAHundredth() {
        assertThat(rate("'schedule':'constant'").at(9, 3, 0.9)).isEqualTo(0.1);
        assertThat(rate("'schedule':'cosine'").at(0, 0, 0)).isEqualTo(0.1);
        assertThat(rate("'schedule':'cosine'").at(5, 1, 0.5)).isCloseTo(0.0505, within(1e-9));
        assertThat(rate("'schedule':'cosine'").at(9, 3, 1)).isCloseTo(0.001, within(1e-9));
    }

    @Test
    void aWarmUpRisesToTheFullRate() {
        LearningRate rate = rate("'schedule':'constant','warmup':3");

        assertThat(rate.at(0, 0, 0)).isEqualTo(0.025);
        assertThat(rate.at(2, 0, 0)).isCloseTo(0.075, within(1e-9));
        assertThat(rate.at(3, 0, 0)).isEqualTo(0.1);
    }

    @Test
    void stepsFallAfterTheirEpochs() {
        LearningRate rate = rate("'schedule':'step','decayFactor':0.5,'decayInterval':2");

        assertThat(rate.at(0, 1.9, 0)).isEqualTo(0.1);
        assertThat(rate.at(0, 2, 0)).isEqualTo(0.05);
        assertThat(rate.at(0, 4.5, 0)).isEqualTo(0.025);
    }

    @Test
    void aPlateauFallsWhenNothingImproves() {
        LearningRate rate = rate("'schedule':'plateau','decayFactor':0.1,'decayInterval':2");

        rate.evaluated(false);
        rate.evaluated(true);
        rate.evaluated(false);
        assertThat(rate.at(0, 0, 0)).isEqualTo(0.1);
        rate.evaluated(false);
        assertThat(rate.at(0, 0, 0)).isCloseTo(0.01, within(1e-9));
    }

    private static LearningRate rate(String options) {
        return new LearningRate(
                Specs.tiny("{'learningRate':0.1," + options + "}").optimization());
    }
}
