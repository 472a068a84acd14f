package io.escriba.inference.precision;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.escriba.inference.sampling.LogSoftmax;
import io.escriba.inference.session.CharacterModel;
import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import io.escriba.model.Manifest;
import io.escriba.vocabulary.Vocabulary;
import java.util.Arrays;

/** Text that a network has not learned from, as ids; the trainer put it into the graph. */
final class HeldOutText {
    /** With fewer characters, what rounding costs drowns in what it costs or gains at single ones. */
    private static final int LEAST = 512;

    private final Vocabulary vocabulary;
    private final int[] ids;

    private HeldOutText(Vocabulary vocabulary, int[] ids) {
        this.vocabulary = vocabulary;
        this.ids = ids;
    }

    /**
     * The text of a graph.
     *
     * @throws NotReducibleException when it has none, or too little; says so
     */
    static HeldOutText of(ModelProto model, Vocabulary vocabulary) throws NotReducibleException {
        String text = model.getMetadataPropsList().stream()
                .filter(property -> property.getKey().equals(Manifest.HELD_OUT))
                .map(StringStringEntryProto::getValue)
                .findFirst()
                .orElseThrow(
                        () -> new NotReducibleException("Its file holds no text on which the loss could be compared,"
                                + " as it comes from an earlier trainer. Train it again."));
        int[] ids = ids(text);
        if (ids.length <= LEAST) {
            throw new NotReducibleException("Its file holds " + ids.length + " characters on which the loss could be"
                    + " compared, and more than " + LEAST + " are needed. Publish more text, or hold out more of it.");
        }
        if (Arrays.stream(ids).anyMatch(id -> id < 0 || id >= vocabulary.size())) {
            throw new NotReducibleException(
                    "The text on which the loss could be compared has ids outside its vocabulary of "
                            + vocabulary.size() + ". Train it again.");
        }
        return new HeldOutText(vocabulary, ids);
    }

    private static int[] ids(String text) throws NotReducibleException {
        try {
            return Json.read(text, int[].class);
        } catch (MalformedJsonException e) {
            throw new NotReducibleException(
                    "The text on which the loss could be compared cannot be read: " + e.getMessage()
                            + " Train it again.",
                    e);
        }
    }

    /** How many characters are predicted. */
    int characters() {
        return ids.length - 1;
    }

    /** The loss of a model on the text, read as one from an empty state, in nats per character. */
    double loss(CharacterModel model) {
        LogSoftmax softmax = new LogSoftmax(vocabulary);
        float[] state = new float[model.stateSize()];
        float[] logits = new float[vocabulary.size()];
        double sum = 0;
        for (int from = 0; from < characters(); from += CharacterModel.LONGEST_READ) {
            int to = Math.min(from + CharacterModel.LONGEST_READ, characters());
            model.read(ids, from, to, state, logits);
            for (int place = 0; place < to - from; place++) {
                model.scoresAt(place, logits);
                sum -= softmax.of(logits, 0, ids[from + place + 1], 0).logProbability();
            }
        }
        return sum / characters();
    }
}
