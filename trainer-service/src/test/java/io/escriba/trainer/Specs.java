package io.escriba.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;
import io.escriba.trainer.training.TrainingDefaults;
import io.escriba.training.TrainingSpec;
import java.util.Optional;

/** Small specs for tests. */
public final class Specs {
    private static final String TINY =
            "{'architecture':'gru','embedding':12,'hiddenSize':24,'layers':1,'dropout':0,'sequenceLength':16,"
                    + "'batchSize':4,'ngramContext':0,'learningRate':0.02,'steps':20,'sampleTemperatures':[1.0],'sampleLength':20}";

    private Specs() {}

    /** A spec of a network that trains in an instant, changed by JSON written with single quotes. */
    public static TrainingSpec tiny(String changes) {
        return TrainingDefaults.complete(Optional.of(json(TINY)), 1_000).with(json(changes));
    }

    /** JSON written with single quotes. */
    public static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"'), JsonNode.class);
    }
}
