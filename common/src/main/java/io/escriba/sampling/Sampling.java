package io.escriba.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * How characters are chosen from a model's logits. The settings act in this order: repetition penalty, temperature, top-k,
 * top-p.
 *
 * @param temperature divides the logits: 0 takes the most likely character, 1 samples the model's own distribution
 * @param topK only so many of the most likely characters are candidates; 0 sets no limit
 * @param topP only the fewest most likely characters that have this share of the probability together are candidates, above
 *     0; 1 sets no limit (A. Holtzman et al., "The Curious Case of Neural Text Degeneration", ICLR 2020, section 3.1)
 * @param repetitionPenalty divides the logits of characters that occur among the last {@link #REPETITION_WINDOW} of prompt
 *     and text, or multiplies them where they are negative; 1 changes nothing (N. S. Keskar et al., "CTRL: A Conditional
 *     Transformer Language Model for Controllable Generation", 2019, section 4.1)
 * @param ignoreEnd whether the end mark is never chosen, so that a text ends for other reasons only
 * @param seed keys the uniform numbers, so that the same seed gives the same text
 */
public record Sampling(
        double temperature, int topK, double topP, double repetitionPenalty, boolean ignoreEnd, long seed) {
    /** Above this, nearly every character is equally likely. */
    public static final double MAX_TEMPERATURE = 10;

    /** Below this, a character that has been written is repeated for ever. */
    public static final double MIN_REPETITION_PENALTY = 0.1;

    /** Above this, no character comes again before all others have. */
    public static final double MAX_REPETITION_PENALTY = 10;

    /** Characters of prompt and text, counted back from the next one, whose repetition is penalized. */
    public static final int REPETITION_WINDOW = 64;

    public Sampling {
        List<String> problems = problems(temperature, topK, topP, repetitionPenalty);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", problems));
        }
    }

    /** Settings that limit candidates by their number alone, with no penalty. */
    public Sampling(double temperature, int topK, long seed) {
        this(temperature, topK, 1, 1, false, seed);
    }

    /** What is wrong with these settings, one sentence for each problem, in the names that requests have for them. */
    public static List<String> problems(double temperature, int topK, double topP, double repetitionPenalty) {
        List<String> problems = new ArrayList<>();
        if (!(temperature >= 0 && temperature <= MAX_TEMPERATURE)) {
            problems.add("temperature is " + temperature + "; use 0 to " + MAX_TEMPERATURE + ".");
        }
        if (topK < 0) {
            problems.add("top_k is " + topK + "; use 0 for no limit, or the number of candidates.");
        }
        if (!(topP > 0 && topP <= 1)) {
            problems.add("top_p is " + topP + "; use more than 0, up to 1 for no limit.");
        }
        if (!(repetitionPenalty >= MIN_REPETITION_PENALTY && repetitionPenalty <= MAX_REPETITION_PENALTY)) {
            problems.add("repetition_penalty is " + repetitionPenalty + "; use " + MIN_REPETITION_PENALTY + " to "
                    + MAX_REPETITION_PENALTY + ", and 1 for none.");
        }
        return problems;
    }
}
