package io.escriba.trainer.job;

import io.escriba.json.Json;
import io.escriba.model.Manifest;
import io.escriba.trainer.network.Inheritance;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.network.Weights;
import io.escriba.trainer.training.InitialWeights;
import io.escriba.training.InvalidSpecException;
import io.escriba.training.NetworkSpec;
import io.escriba.training.TrainingSpec;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** A published version that a training begins with. */
record EarlierModel(Manifest manifest, Weights weights) {
    /** What decides the shape of the weights. */
    private static final List<String> SHAPING = List.of(
            "architecture", "nonlinearity", "embedding", "hiddenSize", "layers", "head", "heads", "contextLength");

    /**
     * Its weights for a training of this spec on these characters.
     *
     * @throws InvalidSpecException when the spec asks for another network; names every difference
     */
    InitialWeights forTraining(TrainingSpec spec, Vocabulary vocabulary) {
        check(spec.network());
        int[] earlierIds = earlierIds(vocabulary);
        NetworkShape shape = new NetworkShape(spec.network(), vocabulary.size());
        return network -> network.load(new Inheritance(shape, earlierIds).of(weights, network.weights()));
    }

    private void check(NetworkSpec wanted) {
        var earlier = Json.tree(manifest.spec().network());
        var later = Json.tree(wanted);
        List<String> problems = new ArrayList<>();
        for (String field : SHAPING) {
            if (!earlier.path(field).equals(later.path(field))) {
                problems.add("initializeFrom is '" + manifest.modelVersion() + "', whose " + field + " is "
                        + earlier.path(field) + ", but " + field + " is " + later.path(field)
                        + "; leave it out to take it over.");
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
    }

    private int[] earlierIds(Vocabulary later) {
        return IntStream.range(0, later.size())
                .map(id -> earlierId(later, id).orElse(Inheritance.NEW))
                .toArray();
    }

    private OptionalInt earlierId(Vocabulary later, int id) {
        Vocabulary earlier = manifest.vocabulary();
        if (later.isCharacter(id)) {
            return earlier.id(later.codePoint(id));
        }
        boolean begin = later.beginMark().equals(OptionalInt.of(id));
        return begin ? earlier.beginMark() : earlier.endMark();
    }
}
