package io.escriba.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.escriba.trainer.Specs;
import io.escriba.trainer.dataset.Examples;
import io.escriba.trainer.text.Texts;
import io.escriba.training.TrainingSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spec can choose, each in a tiny network that learns a few words until it writes them without a mistake. */
class ByHeartTest {
    private static final String SENTENCE = "Batatinha quando nasce se esparrama pelo chão. ";
    private static final int COPIES = 40;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'architecture':'rnn','nonlinearity':'relu','learningRate':0.005",
                "'architecture':'rnn','embedding':'one-hot'",
                "'architecture':'lstm','embedding':'one-hot'",
                "'architecture':'lstm','layers':3,'learningRate':0.02,'steps':300",
                "'architecture':'rnn','layers':2,'head':[{'units':32,'activation':'tanh'},{'units':24}]",
                "'architecture':'lstm','layers':2,'dropout':0.1",
                "'architecture':'lstm','layers':2,'precision':'bfloat16'",
                "'architecture':'gru','layers':2,'dropout':0.1,'precision':'bfloat16'",
                "'architecture':'rnn','shuffle':true,'stride':2",
                "'architecture':'gpt','shuffle':true,'stride':1,'sequenceLength':32,'contextLength':32,'layers':2,"
                        + "'batchSize':16,'optimizer':'adamw','learningRate':0.003"
            })
    void everyNetworkWritesTheSentence(String options) {
        assertLearned(options, SENTENCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'architecture':'rnn','optimizer':'sgd','learningRate':0.5,'schedule':'constant','gradientClip':2,'steps':500",
                "'architecture':'rnn','optimizer':'rmsprop','learningRate':0.005,'schedule':'step','decayFactor':0.8,'decayInterval':20",
                "'architecture':'rnn','optimizer':'adamw','weightDecay':0.01,'schedule':'constant','warmup':30",
                "'architecture':'rnn','weightDecay':0.00001,'schedule':'plateau','warmup':10"
            })
    void everyOptimizerAndScheduleGetsThere(String options) {
        assertLearned(options, SENTENCE);
    }

    @Test
    void theLastCharacterOfEachWindowIsEnough() {
        assertLearned(
                "'architecture':'gru','target':'last','shuffle':true,'stride':1,'batchSize':32,'learningRate':0.02",
                SENTENCE);
    }

    @Test
    void withoutCaseTheSentenceIsWrittenInLowerCase() {
        assertLearned("'architecture':'gru','lowercase':true", SENTENCE.toLowerCase(Locale.ROOT));
    }

    /** It sees one character only, so each must stand before the same one everywhere. */
    @Test
    void aBigramWritesAWordWhoseLettersAllDiffer() {
        String word = "caixote. ";

        TrainedNetwork trained =
                train(word.repeat(COPIES), "'architecture':'bigram','learningRate':0.1", new Samples());

        assertThat(trained.metrics().validationLoss()).isLessThan(0.1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'architecture':'gru'",
                "'architecture':'lstm'",
                "'architecture':'rnn','embedding':'one-hot'",
                "'architecture':'rnn','optimizer':'rmsprop','learningRate':0.005"
            })
    void everyNetworkWritesALineFromItsBeginMarkToItsEndMark(String options) {
        Samples samples = new Samples();

        TrainedNetwork trained =
                train("Conceição\n".repeat(COPIES), options + ",'documents':'lines','steps':200", samples);

        assertThat(trained.metrics().validationLoss()).isLessThan(0.1);
        assertThat(samples.last).isEqualTo("Conceição");
    }

    private static void assertLearned(String options, String written) {
        Samples samples = new Samples();

        TrainedNetwork trained = train(SENTENCE.repeat(COPIES), options, samples);

        assertThat(trained.metrics().validationLoss()).isLessThan(0.1);
        assertThat(samples.last).contains(written);
    }

    private static TrainedNetwork train(String text, String options, Samples samples) {
        TrainingSpec spec = Specs.tiny("{'hiddenSize':40,'steps':250,'learningRate':0.01,'sampleTemperatures':[0],"
                        + "'sampleLength':141}")
                .with(Specs.json("{" + options + "}"));
        Examples examples = Examples.of(Texts.of(text), spec.examples(), spec.seed());
        // Nothing here depends on time.
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        try (NDManager engine = NDManager.newBaseManager()) {
            return new TrainingLoop(spec, examples, samples, clock).run(engine, () -> false);
        }
    }

    private static final class Samples implements TrainingListener {
        private String last = "";

        @Override
        public void begun(long step) {
            // A training without checkpoints begins at its beginning.
        }

        @Override
        public void measured(Measurement measurement) {
            // What was learned is seen in the metrics at the end.
        }

        @Override
        public void sampled(long step, double temperature, String text) {
            last = text;
        }
    }
}
