package io.escriba.bench.model;

import io.escriba.corpus.Dataset;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.Sampling;
import io.escriba.model.Manifest;
import io.escriba.model.Metrics;
import io.escriba.model.StateTensor;
import io.escriba.name.Name;
import io.escriba.trainer.network.FreshWeights;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.network.Weights;
import io.escriba.trainer.onnx.OnnxExport;
import io.escriba.training.TrainingSpec;
import io.escriba.vocabulary.Vocabulary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A network with random weights, in the form in which a trainer publishes it. What a network has learned does not change how
 * fast it is.
 *
 * @param name of the model
 */
public record RandomModel(Name name, TrainingSpec spec, Weights weights) {
    /** Those of tiny Shakespeare, 65 characters. */
    public static final Vocabulary VOCABULARY =
            Vocabulary.of("\n !$&',-.3:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /** At which every text here is written. */
    public static final double TEMPERATURE = 0.8;

    private static final long SEED = 1;

    /** The model of a network, the same every time. */
    public static RandomModel of(Network network) {
        TrainingSpec spec = TrainingSpec.base().with(network.request());
        NetworkShape shape = new NetworkShape(spec.network(), VOCABULARY.size());
        return new RandomModel(new Name(network.toString()), spec, FreshWeights.of(shape, new SplittableRandom(SEED)));
    }

    /** The sizes. */
    public NetworkShape shape() {
        return new NetworkShape(spec.network(), VOCABULARY.size());
    }

    /** What a text's state consists of. */
    public List<StateTensor> states() {
        return OnnxExport.states(shape());
    }

    /** Bytes of one text's state. */
    public long stateBytes() {
        return states().stream().mapToLong(StateTensor::width).sum() * Float.BYTES;
    }

    /** The graph of a version, the same but for its number. */
    public byte[] onnx(long version) {
        return OnnxExport.export(shape(), weights, Map.of("version", Long.toString(version)));
    }

    /** What is to be known of a version. */
    public Manifest manifest(long version) {
        return new Manifest(
                name,
                version,
                "benchmark",
                new Dataset("escriba.corpus", 0, 0, 0, name),
                VOCABULARY,
                spec,
                states(),
                new Metrics(0, 0, 0, 0, weights.count()),
                Instant.EPOCH,
                "cpu",
                "benchmark");
    }

    /** Some text of so many characters. */
    public static String prompt(int characters) {
        return VOCABULARY.decode(new SplittableRandom(SEED)
                .ints(characters, 0, VOCABULARY.size())
                .toArray());
    }

    /**
     * Asks for a text.
     *
     * @param characters after the prompt
     * @param seed whoever uses another one gets another text
     */
    public GenerateRequest request(String prompt, long characters, long seed) {
        return GenerateRequest.newBuilder()
                .setModel(name.value())
                .setPrompt(prompt)
                .setMaxCharacters(characters)
                .setSampling(Sampling.newBuilder().setTemperature(TEMPERATURE).setSeed(seed))
                .build();
    }
}
