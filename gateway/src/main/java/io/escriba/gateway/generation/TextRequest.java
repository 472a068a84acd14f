package io.escriba.gateway.generation;

import io.escriba.model.ModelVersion;
import io.escriba.sampling.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A text to be written. Nothing is left open, so the same request gives the same characters whoever writes it.
 *
 * @param prompt what the text begins with, as the model reads it: in NFC and in its characters; may be empty
 * @param maxCharacters at most so many characters after the prompt; may be 0
 * @param stop the text ends before the first of these that the model writes; up to 4, each of 1 to 64 characters in NFC,
 *     as the model writes it
 * @param candidates if present, each character comes with its log-probability and with those of so many most likely ones, 0 to
 *     20
 */
public record TextRequest(
        ModelVersion model,
        String prompt,
        long maxCharacters,
        Sampling sampling,
        List<String> stop,
        OptionalInt candidates) {
    /** Most characters that one text may have. */
    public static final long MAX_CHARACTERS = 100_000;

    /** Most characters whose log-probabilities are told at one place of a text. */
    public static final int MAX_CANDIDATES = 20;

    private static final int MAX_STOPS = 4;
    private static final int MAX_STOP_CHARACTERS = 64;

    public TextRequest {
        if (maxCharacters < 0 || maxCharacters > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "maxCharacters is " + maxCharacters + "; use 0 to " + MAX_CHARACTERS + ".");
        }
        int most = candidates.orElse(0);
        if (most < 0 || most > MAX_CANDIDATES) {
            throw new IllegalArgumentException(most + " candidates are asked for; use 0 to " + MAX_CANDIDATES + ".");
        }
        List<String> problems = stopProblems(stop);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", problems));
        }
        stop = List.copyOf(stop);
    }

    /** A text that no string ends, without log-probabilities. */
    public TextRequest(ModelVersion model, String prompt, long maxCharacters, Sampling sampling) {
        this(model, prompt, maxCharacters, sampling, List.of(), OptionalInt.empty());
    }

    /** The same text with other chances. */
    public TextRequest withSeed(long seed) {
        return with(sampling.temperature(), seed);
    }

    /** The same text at another temperature. */
    public TextRequest withTemperature(double temperature) {
        return with(temperature, sampling.seed());
    }

    /** The same with another beginning. */
    public TextRequest withPrompt(String other) {
        return new TextRequest(model, other, maxCharacters, sampling, stop, candidates);
    }

    private TextRequest with(double temperature, long seed) {
        Sampling other = new Sampling(
                temperature,
                sampling.topK(),
                sampling.topP(),
                sampling.repetitionPenalty(),
                sampling.ignoreEnd(),
                seed);
        return new TextRequest(model, prompt, maxCharacters, other, stop, candidates);
    }

    /** Characters of the prompt. */
    public int promptCharacters() {
        return prompt.codePointCount(0, prompt.length());
    }

    /** What is wrong with strings at which a text is to end, one sentence for each problem. */
    static List<String> stopProblems(List<String> stop) {
        List<String> problems = new ArrayList<>();
        if (stop.size() > MAX_STOPS) {
            problems.add("stop has " + stop.size() + " strings; use at most " + MAX_STOPS + ".");
        }
        stop.stream()
                .mapToInt(string -> string.codePointCount(0, string.length()))
                .filter(characters -> characters < 1 || characters > MAX_STOP_CHARACTERS)
                .mapToObj(characters ->
                        "stop has a string of " + characters + " characters; use 1 to " + MAX_STOP_CHARACTERS + ".")
                .distinct()
                .forEach(problems::add);
        return problems;
    }
}
