package io.escriba.gateway.generation;

import java.util.List;
import java.util.OptionalInt;

/**
 * How much a request asks for. What is wrong with a field has its default here.
 *
 * @param prompts in NFC; none if it is not known how many there are
 * @param maxCharacters at most so many characters after each prompt
 * @param candidates as in {@link TextRequest}
 */
public record Extent(List<String> prompts, long maxCharacters, OptionalInt candidates) {
    public Extent {
        prompts = List.copyOf(prompts);
    }

    /** Characters of all prompts. */
    public long promptCharacters() {
        return prompts.stream()
                .mapToLong(prompt -> prompt.codePointCount(0, prompt.length()))
                .sum();
    }
}
