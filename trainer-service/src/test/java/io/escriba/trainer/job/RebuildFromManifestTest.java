package io.escriba.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.Dataset;
import io.escriba.json.Json;
import io.escriba.model.Manifest;
import io.escriba.name.Name;
import io.escriba.trainer.Specs;
import io.escriba.trainer.dataset.Batch;
import io.escriba.trainer.dataset.Examples;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.onnx.OnnxExport;
import io.escriba.trainer.text.Texts;
import io.escriba.trainer.training.TrainedNetwork;
import io.escriba.trainer.training.TrainingDefaults;
import io.escriba.trainer.training.TrainingListener;
import io.escriba.trainer.training.TrainingLoop;
import io.escriba.training.TrainingSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A manifest as JSON and the log are all that is needed to train a version again. */
class RebuildFromManifestTest {
    private static final Dataset DATASET = new Dataset("escriba.corpus", 3, 10, 20, new Name("quadras"));

    /** What is in the log there. */
    private static final Map<Dataset, String> LOG = Map.of(DATASET, """
            Ó mar salgado, quanto do teu sal
            São lágrimas de Portugal!
            Por te cruzarmos, quantas mães choraram,
            Quantos filhos em vão rezaram!
            Quantas noivas ficaram por casar
            Para que fosses nosso, ó mar!
            """.repeat(3));

    private static final String TINY =
            "'hiddenSize':16,'embedding':8,'layers':1,'sequenceLength':16,'batchSize':4,'steps':12,'sampleLength':10,";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'architecture':'gru','seed':7",
                "'architecture':'lstm','layers':2,'dropout':0.3,'validationFraction':0.2",
                "'architecture':'rnn','documents':'lines','optimizer':'sgd','seed':12345678901",
                "'architecture':'lstm','embedding':'one-hot','shuffle':true,'stride':3,'target':'last','lowercase':true,"
                        + "'head':[{'units':9,'activation':'relu','dropout':0.2}],'optimizer':'rmsprop','warmup':3",
                "'architecture':'gru','ngramContext':3",
                "'architecture':'rnn','documents':'lines','ngramContext':4",
                "'preset':'bigram','steps':12"
            })
    void theSameModelComesOutOfIt(String request) {
        JsonNode requested = Specs.json("{" + (request.contains("preset") ? "" : TINY) + request + "}");
        TrainingSpec original = TrainingDefaults.complete(Optional.of(requested), 2_000);
        TrainedNetwork trained = train(original, examples(DATASET, original));
        String json = Json.text(manifest(original, examples(DATASET, original), trained));

        Manifest manifest = Json.read(json, Manifest.class);
        Examples examples = examples(manifest.dataset(), manifest.spec());
        NetworkShape shape = new NetworkShape(
                manifest.spec().network(), manifest.vocabulary().size());
        TrainedNetwork again = train(manifest.spec(), examples);

        assertThat(examples.vocabulary()).isEqualTo(manifest.vocabulary());
        assertThat(shape).isEqualTo(trained.shape());
        assertThat(OnnxExport.states(shape)).isEqualTo(manifest.states());
        assertThat(again.metrics()).isEqualTo(manifest.metrics());
        trained.weights()
                .tensors()
                .forEach((name, tensor) ->
                        assertThat(again.weights().get(name).values()).as(name).isEqualTo(tensor.values()));
        assertThat(Json.text(manifest(manifest.spec(), examples, again))).isEqualTo(json);
    }

    private static TrainedNetwork train(TrainingSpec spec, Examples examples) {
        // The metrics contain the seconds.
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        try (NDManager engine = NDManager.newBaseManager()) {
            return new TrainingLoop(spec, examples, new Deaf(), clock).run(engine, () -> false);
        }
    }

    private static Manifest manifest(TrainingSpec spec, Examples examples, TrainedNetwork trained) {
        return new Manifest(
                DATASET.corpus(),
                8,
                "quadras-3-19",
                DATASET,
                examples.vocabulary(),
                spec,
                OnnxExport.states(trained.shape()),
                trained.metrics(),
                Instant.EPOCH,
                "cpu",
                "test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'documents':'lines'}", "{'shuffle':true,'stride':5}"})
    void theSameBatchesComeOutOfIt(String request) {
        JsonNode tiny = Specs.json("{" + TINY + "'seed':3}");
        TrainingSpec spec = TrainingDefaults.complete(Optional.of(tiny), 1_000).with(Specs.json(request));
        TrainingSpec read = Json.read(Json.text(spec), TrainingSpec.class);

        assertThat(batches(read)).containsExactlyElementsOf(batches(spec));
    }

    /** The inputs and targets of a pass, and of the held-out part. */
    private static List<int[]> batches(TrainingSpec spec) {
        Examples examples = examples(DATASET, spec);
        List<int[]> batches = new ArrayList<>();
        Consumer<Batch> add = batch -> batches.addAll(List.of(batch.inputs(), batch.targets()));
        examples.epoch(new SplittableRandom(spec.seed())).forEachRemaining(add);
        examples.validation().forEachRemaining(add);
        return batches;
    }

    private static Examples examples(Dataset dataset, TrainingSpec spec) {
        String text = Objects.requireNonNull(LOG.get(dataset), () -> "There is no " + dataset + " in the log.");
        return Examples.of(Texts.of(text), spec.examples(), spec.seed());
    }

    private static final class Deaf implements TrainingListener {
        @Override
        public void begun(long step) {
            // A training without checkpoints begins at its beginning.
        }

        @Override
        public void measured(Measurement measurement) {
            // What comes out counts here.
        }

        @Override
        public void sampled(long step, double temperature, String text) {
            // What comes out counts here.
        }
    }
}
