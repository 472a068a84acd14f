package io.escriba.gateway.completion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.escriba.gateway.generation.Generated;
import io.escriba.gateway.generation.Likelihood;

/**
 * The object {@code logprobs} of a choice in OpenAI's API: lists with an entry for each character. The most likely characters
 * are named together with the one that was chosen, which need not be among them. Not thread-safe.
 */
final class Logprobs {
    /** The end of the text, as OpenAI's models write it. */
    private static final String END = "<|endoftext|>";

    private final long promptCharacters;
    private final ObjectNode logprobs = JsonNodeFactory.instance.objectNode();
    private final ArrayNode tokens = logprobs.putArray("tokens");
    private final ArrayNode tokenLogprobs = logprobs.putArray("token_logprobs");
    private final ArrayNode topLogprobs = logprobs.putArray("top_logprobs");
    private final ArrayNode textOffset = logprobs.putArray("text_offset");

    /**
     * Has no entries yet.
     *
     * @param promptCharacters that stand before the choice; offsets are counted from their beginning
     */
    Logprobs(long promptCharacters) {
        this.promptCharacters = promptCharacters;
    }

    /** Adds the characters of this text; where nobody knows how likely they are, with null. */
    Logprobs add(Generated.Text text) {
        int[] characters = text.text().codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            String character = Character.toString(characters[i]);
            tokens.add(character);
            textOffset.add(promptCharacters + text.index() + i);
            if (text.likelihoods().isEmpty()) {
                tokenLogprobs.addNull();
                topLogprobs.addNull();
            } else {
                Likelihood likelihood = text.likelihoods().get(i);
                tokenLogprobs.add(likelihood.logProbability());
                topLogprobs.add(top(character, likelihood));
            }
        }
        return this;
    }

    /** The object with everything that was added. */
    ObjectNode json() {
        return logprobs;
    }

    private static ObjectNode top(String character, Likelihood likelihood) {
        ObjectNode top = JsonNodeFactory.instance.objectNode();
        likelihood
                .top()
                .forEach(candidate -> top.put(
                        candidate.character().isEmpty() ? END : candidate.character(), candidate.logProbability()));
        return top.put(character, likelihood.logProbability());
    }
}
