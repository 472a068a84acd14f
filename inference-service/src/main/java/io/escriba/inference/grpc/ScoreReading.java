package io.escriba.inference.grpc;

import io.escriba.grpc.v1.ScoreRequest;
import io.escriba.inference.batch.ScoreOrder;
import io.escriba.inference.batch.TextSoFar;
import io.escriba.inference.sampling.Likelihood;
import io.escriba.vocabulary.UnknownCharactersException;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a request an order to score a text.
 *
 * @param maxCharacters the most of a text that are scored at once
 * @param maxPromptCharacters the most that stand before it
 */
record ScoreReading(int maxCharacters, int maxPromptCharacters) {
    /**
     * The order.
     *
     * @param vocabulary of the model that is to score
     * @throws InvalidRequestException when settings are out of range or there are unknown characters
     */
    ScoreOrder read(ScoreRequest request, Vocabulary vocabulary) {
        List<String> problems = new ArrayList<>();
        int candidates = request.getCandidates();
        if (candidates < 0 || candidates > Likelihood.MAX_TOP) {
            problems.add("candidates is " + candidates + "; use 0 to " + Likelihood.MAX_TOP + ".");
        }
        String before = Vocabulary.normalize(request.getPrompt());
        PromptLength.problem(before, maxPromptCharacters).ifPresent(problems::add);
        int[] prompt = ids("prompt", before, vocabulary, problems);
        String text = Vocabulary.normalize(request.getText());
        int characters = text.codePointCount(0, text.length());
        if (characters < 1 || characters > maxCharacters) {
            problems.add("text has " + characters + " characters; use 1 to " + maxCharacters + ".");
        }
        int[] scored = ids("text", text, vocabulary, problems);
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return new ScoreOrder(TextSoFar.of(vocabulary, prompt, scored), candidates);
    }

    private static int[] ids(String field, String text, Vocabulary vocabulary, List<String> problems) {
        try {
            return vocabulary.encode(text);
        } catch (UnknownCharactersException e) {
            problems.add(field + " has " + e.names() + ", which the model does not know. Leave them out.");
            return new int[0];
        }
    }
}
