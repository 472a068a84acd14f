package io.escriba.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * How characters are chosen.
 *
 * @param temperature divides the logits: 0 takes the most likely character, 1 samples the model's own distribution
 * @param topK only so many of the most likely characters are candidates; 0 sets no limit
 * @param seed keys the uniform numbers, so that the same seed gives the same text
 */
public record Sampling(double temperature, int topK, long seed) {
    /** Above this, nearly every character is equally likely. */
    public static final double MAX_TEMPERATURE = 10;

    public Sampling {
        List<String> problems = problems(temperature, topK);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", problems));
        }
    }

    /** What is wrong with these settings, one sentence for each problem. */
    public static List<String> problems(double temperature, int topK) {
        List<String> problems = new ArrayList<>();
        if (!(temperature >= 0 && temperature <= MAX_TEMPERATURE)) {
            problems.add("temperature is " + temperature + "; use 0 to " + MAX_TEMPERATURE + ".");
        }
        if (topK < 0) {
            problems.add("topK is " + topK + "; use 0 for no limit, or the number of candidates.");
        }
        return problems;
    }
}
