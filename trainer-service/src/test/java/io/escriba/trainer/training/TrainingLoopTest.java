package io.escriba.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.escriba.trainer.Specs;
import io.escriba.trainer.checkpoint.TensorFile;
import io.escriba.trainer.dataset.Examples;
import io.escriba.trainer.text.Texts;
import io.escriba.training.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingLoopTest {
    private static final String SENTENCE = "Batatinha quando nasce se esparrama pelo chão. ";

    @Test
    void twoRunsWithOneSeedAgree() {
        TrainingSpec spec = Specs.tiny("{'dropout':0.3,'layers':2,'seed':99}");

        TrainedNetwork first = train(SENTENCE.repeat(10), spec, new Recorder());
        TrainedNetwork second = train(SENTENCE.repeat(10), spec, new Recorder());
        TrainedNetwork other =
                train(SENTENCE.repeat(10), Specs.tiny("{'dropout':0.3,'layers':2,'seed':98}"), new Recorder());

        assertThat(second.weights().get("rnn.weight_hh_l1").values())
                .containsExactly(first.weights().get("rnn.weight_hh_l1").values());
        assertThat(other.weights().get("rnn.weight_hh_l1").values())
                .isNotEqualTo(first.weights().get("rnn.weight_hh_l1").values());
    }

    @Test
    void severalReplicasLearnWhatOneLearns() {
        TrainingSpec spec = Specs.tiny("{'batchSize':33,'steps':30,'layers':2,'optimizer':'sgd','learningRate':0.5}");

        TrainedNetwork one = train(SENTENCE.repeat(60), spec, 1);
        TrainedNetwork two = train(SENTENCE.repeat(60), spec, 2);
        TrainedNetwork again = train(SENTENCE.repeat(60), spec, 2);

        one.weights().tensors().forEach((name, tensor) -> {
            assertThat(two.weights().get(name).values()).as(name).containsExactly(tensor.values(), within(1e-4f));
            assertThat(again.weights().get(name).values())
                    .as(name)
                    .containsExactly(two.weights().get(name).values());
        });
        assertThat(two.metrics().trainingLoss()).isCloseTo(one.metrics().trainingLoss(), within(1e-4));
    }

    @Test
    void anyThreadMayTrain() throws Exception {
        TrainingSpec spec = Specs.tiny("{'batchSize':16,'steps':3}");
        // The thread that loads the engine is told to record nothing; the others are not.
        assertThat(Engine.getInstance().getEngineName()).isEqualTo("PyTorch");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            TrainedNetwork trained =
                    thread.submit(() -> train(SENTENCE.repeat(60), spec, 2)).get();

            assertThat(trained.metrics().steps()).isEqualTo(3);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void theBestWeightsAreKeptAndNotTheLast() {
        // The held-out end is unlike the rest, so that learning longer makes it worse.
        String text = "ab".repeat(400) + "xyzw".repeat(25);
        Recorder recorder = new Recorder();

        TrainedNetwork trained = train(text, Specs.tiny("{'epochs':6,'learningRate':0.05}"), recorder);

        double last = recorder.validationLosses.get(recorder.validationLosses.size() - 1);
        assertThat(trained.metrics().validationLoss())
                .isEqualTo(recorder.validationLosses.stream()
                        .mapToDouble(Double::doubleValue)
                        .min()
                        .orElseThrow())
                .isLessThan(last);
    }

    @Test
    void progressGoesFromNoughtToOneAndTheCosineEndsNearZero() {
        Recorder recorder = new Recorder();

        train(SENTENCE.repeat(10), Specs.tiny("{'steps':50,'schedule':'cosine'}"), recorder);

        assertThat(recorder.progress).isSorted().last().isEqualTo(1.0);
        assertThat(recorder.learningRates.get(recorder.learningRates.size() - 1))
                .isLessThan(0.001);
    }

    @Test
    void aTimeBudgetEndsTheTraining() {
        Recorder recorder = new Recorder();

        TrainedNetwork trained = train(SENTENCE.repeat(10), Specs.tiny("{'timeBudget':'PT30S'}"), recorder);

        // The test's clock goes on by half a second each time somebody looks at it.
        assertThat(trained.metrics().seconds()).isBetween(30.0, 35.0);
    }

    @Test
    void itStopsWithinOneStep() {
        AtomicInteger asked = new AtomicInteger();
        Recorder recorder = new Recorder();
        TrainingLoop loop = loop(SENTENCE.repeat(10), Specs.tiny("{}"), recorder);

        try (NDManager engine = NDManager.newBaseManager()) {
            assertThatThrownBy(() -> loop.run(engine, () -> asked.incrementAndGet() > 3))
                    .isInstanceOf(TrainingStoppedException.class)
                    .hasMessageContaining("after step 3");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'layers':2,'dropout':0.4,'epochs':6,'schedule':'plateau'",
                "'architecture':'lstm','optimizer':'rmsprop','batchSize':32,'steps':90",
                "'precision':'bfloat16','layers':2,'dropout':0.4,'batchSize':32,'steps':90",
                "'shuffle':true,'stride':5,'optimizer':'sgd','learningRate':0.1,'epochs':2,'patience':3",
                "'documents':'lines','optimizer':'adamw','weightDecay':0.01,'epochs':3"
            })
    void aTrainingThatIsStoppedAndResumedEndsWithTheWeightsOfAnUndisturbedOne(String options) throws IOException {
        TrainingSpec spec = Specs.tiny("{'epochs':3}").with(Specs.json("{" + options + "}"));
        String text = (SENTENCE + "\n").repeat(60);
        KeptCheckpoints checkpoints = new KeptCheckpoints();
        Recorder undisturbed = new Recorder();
        TrainedNetwork expected = train(text, spec, undisturbed);

        Recorder resumed = new Recorder();
        TrainedNetwork trained = interrupted(text, spec, checkpoints, resumed);

        assertThat(resumed.begun).startsWith(0L, 13L).isSorted().hasSizeGreaterThan(3);
        assertThat(resumed.validationLosses).isEqualTo(undisturbed.validationLosses);
        assertThat(resumed.samples).isEqualTo(undisturbed.samples);
        assertThat(trained.metrics().steps()).isEqualTo(expected.metrics().steps());
        assertThat(trained.metrics().trainingLoss())
                .isEqualTo(expected.metrics().trainingLoss());
        expected.weights()
                .tensors()
                .forEach(
                        (name, tensor) -> assertThat(trained.weights().get(name).values())
                                .as(name)
                                .containsExactly(tensor.values()));
    }

    /** Two passes of six steps, and after each an evaluation of several batches and a sample. */
    @Test
    void aTrainingMayBeStoppedAnywhereAlsoInAnEvaluation() throws IOException {
        TrainingSpec spec = Specs.tiny("{'epochs':2,'steps':1000}");
        String text = SENTENCE.repeat(10);
        AtomicInteger questions = new AtomicInteger();
        Recorder undisturbed = new Recorder();
        TrainedNetwork expected = train(text, spec, undisturbed, () -> questions.incrementAndGet() < 0);
        assertThat(questions).hasValueGreaterThan((int) expected.metrics().steps() + 6);

        for (int last = 1; last <= questions.get(); last++) {
            int most = last;
            AtomicInteger asked = new AtomicInteger();
            KeptCheckpoints checkpoints = new KeptCheckpoints();
            Recorder resumed = new Recorder();
            try (NDManager engine = NDManager.newBaseManager()) {
                assertThatThrownBy(() -> loop(text, spec, resumed)
                                .run(engine, InitialWeights.RANDOM, checkpoints, () -> asked.incrementAndGet() >= most))
                        .isInstanceOf(TrainingStoppedException.class);
                assertThat(asked).hasValue(most);

                TrainedNetwork trained =
                        loop(text, spec, resumed).run(engine, InitialWeights.RANDOM, checkpoints, () -> false);

                assertThat(resumed.validationLosses).isEqualTo(undisturbed.validationLosses);
                assertThat(resumed.samples).isEqualTo(undisturbed.samples);
                assertThat(resumed.trainingLosses).allMatch(Double::isFinite);
                assertThat(trained.weights().get("rnn.weight_hh_l0").values())
                        .containsExactly(
                                expected.weights().get("rnn.weight_hh_l0").values());
            }
        }
    }

    /** Trains a while at a time, each time with a new network that knows the checkpoint alone. */
    private static TrainedNetwork interrupted(
            String text, TrainingSpec spec, KeptCheckpoints checkpoints, Recorder recorder) throws IOException {
        // Longer each time: what is stopped in an evaluation begins that again.
        for (int questions = 13; ; questions += 5) {
            int most = questions;
            AtomicInteger asked = new AtomicInteger();
            try (NDManager engine = NDManager.newBaseManager()) {
                return loop(text, spec, recorder)
                        .run(engine, InitialWeights.RANDOM, checkpoints, () -> asked.incrementAndGet() > most);
            } catch (TrainingStoppedException e) {
                assertThat(e).hasMessageContaining("after step " + checkpoints.steps);
            }
        }
    }

    @Test
    void aCheckpointOfAnotherSpecIsNotResumed() throws IOException {
        KeptCheckpoints checkpoints = new KeptCheckpoints();
        interrupted(SENTENCE.repeat(20), Specs.tiny("{'steps':20}"), checkpoints, new Recorder());
        Recorder other = new Recorder();

        interrupted(SENTENCE.repeat(20), Specs.tiny("{'steps':5,'learningRate':0.001}"), checkpoints, other);

        assertThat(other.begun).containsExactly(0L);
    }

    @Test
    void aResumedTimeBudgetCountsTheTimeBefore() throws IOException {
        KeptCheckpoints checkpoints = new KeptCheckpoints();

        TrainedNetwork trained =
                interrupted(SENTENCE.repeat(20), Specs.tiny("{'timeBudget':'PT60S'}"), checkpoints, new Recorder());

        // The test's clock goes on by half a second each time somebody looks at it.
        assertThat(trained.metrics().seconds()).isBetween(60.0, 65.0);
    }

    @Test
    void aLossThatIsNoNumberEndsTheTraining() {
        TrainingSpec wild = Specs.tiny("{'architecture':'rnn','nonlinearity':'relu','layers':4,'learningRate':1.0,"
                + "'gradientClip':1e30,'steps':2000,'schedule':'constant'}");

        assertThatThrownBy(() -> train(SENTENCE.repeat(20), wild, new Recorder()))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("Lower learningRate");
    }

    private static TrainedNetwork train(String text, TrainingSpec spec, Recorder recorder) {
        return train(text, spec, recorder, () -> false);
    }

    private static TrainedNetwork train(String text, TrainingSpec spec, Recorder recorder, BooleanSupplier stopped) {
        try (NDManager engine = NDManager.newBaseManager()) {
            return loop(text, spec, recorder).run(engine, stopped);
        }
    }

    private static TrainedNetwork train(String text, TrainingSpec spec, int processors) {
        Examples examples = Examples.of(Texts.of(text), spec.examples(), spec.seed());
        try (NDManager engine = NDManager.newBaseManager()) {
            return new TrainingLoop(spec, examples, new Recorder(), new SteadyClock(), processors)
                    .run(engine, () -> false);
        }
    }

    private static TrainingLoop loop(String text, TrainingSpec spec, Recorder recorder) {
        return new TrainingLoop(
                spec, Examples.of(Texts.of(text), spec.examples(), spec.seed()), recorder, new SteadyClock());
    }

    /** Goes on by half a second each time somebody looks at it. */
    private static final class SteadyClock implements InstantSource {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plusMillis(500);
            return now;
        }
    }

    /** Keeps the last one in a file. */
    private static final class KeptCheckpoints implements Checkpoints {
        private Optional<Path> file = Optional.empty();
        private long steps;

        @Override
        public Optional<TensorFile> last() throws IOException {
            return file.isPresent() ? Optional.of(TensorFile.open(file.get())) : Optional.empty();
        }

        @Override
        public boolean isDue(double secondsSinceLast, boolean passHasEnded) {
            return passHasEnded;
        }

        @Override
        public void keep(long step, Content content) throws IOException {
            Path next = Files.createTempFile("checkpoint", null);
            next.toFile().deleteOnExit();
            content.write(next);
            file = Optional.of(next);
            steps = step;
        }
    }

    private static final class Recorder implements TrainingListener {
        final List<Long> begun = new ArrayList<>();
        final List<Double> progress = new ArrayList<>();
        final List<Double> learningRates = new ArrayList<>();
        final List<Double> trainingLosses = new ArrayList<>();
        final List<Double> validationLosses = new ArrayList<>();
        final List<String> samples = new ArrayList<>();

        @Override
        public void begun(long step) {
            begun.add(step);
        }

        @Override
        public void measured(Measurement measurement) {
            progress.add(measurement.progress());
            learningRates.add(measurement.learningRate());
            trainingLosses.add(measurement.trainingLoss());
            measurement.validationLoss().ifPresent(validationLosses::add);
        }

        @Override
        public void sampled(long step, double temperature, String text) {
            samples.add(text);
        }
    }
}
