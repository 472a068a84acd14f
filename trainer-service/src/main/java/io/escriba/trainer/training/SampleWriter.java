package io.escriba.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.escriba.trainer.network.CharacterNetwork;
import io.escriba.trainer.network.LanguageModel;
import io.escriba.vocabulary.Vocabulary;
import java.util.random.RandomGenerator;

/** Lets a model write while it is being trained, for people to see how far it is. */
final class SampleWriter {
    private final Vocabulary vocabulary;
    private final int length;

    SampleWriter(Vocabulary vocabulary, int length) {
        this.vocabulary = vocabulary;
        this.length = length;
    }

    /** At most {@code length} characters from the beginning of a text, fewer where the model writes its end mark. */
    String write(LanguageModel model, double temperature, RandomGenerator random, NDManager parent) {
        StringBuilder text = new StringBuilder();
        try (NDManager owner = parent.newSubManager()) {
            NDList state = model.zeroState(owner, 1);
            int id = vocabulary.start();
            for (int i = 0; i < length; i++) {
                try (NDManager step = owner.newSubManager()) {
                    NDArray token = step.create(new long[] {id}, new Shape(1, 1));
                    CharacterNetwork.Forward forward = model.forward(token, state);
                    id = choose(forward.logits().toFloatArray(), temperature, random);
                    state.close();
                    state = forward.state();
                    state.attach(owner);
                }
                if (!vocabulary.isCharacter(id)) {
                    break;
                }
                text.appendCodePoint(vocabulary.codePoint(id));
            }
        }
        return text.toString();
    }

    private static int choose(float[] logits, double temperature, RandomGenerator random) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        if (temperature == 0) {
            return best;
        }
        double[] cumulative = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += Math.exp((logits[i] - logits[best]) / temperature);
            cumulative[i] = sum;
        }
        double at = random.nextDouble() * sum;
        for (int i = 0; i < cumulative.length; i++) {
            if (at < cumulative[i]) {
                return i;
            }
        }
        return best;
    }
}
