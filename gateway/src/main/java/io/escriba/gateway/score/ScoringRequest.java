package io.escriba.gateway.score;

import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.model.ModelCatalog;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.JsonRequest;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.vocabulary.UnknownCharactersException;
import io.escriba.vocabulary.Vocabulary;
import java.util.List;
import java.util.Optional;

/**
 * A text to be scored.
 *
 * @param prompt what stands before it, as the model reads it; may be empty
 * @param text at least one character, as the model reads it
 * @param candidates how many of the most likely characters are named at each place, 0 to 20
 */
record ScoringRequest(ModelVersion model, String prompt, String text, int candidates) {
    /** Most characters of a text, most of a prompt, and most log-probabilities of an answer. */
    static final int MOST = 100_000;

    /**
     * Reads a request.
     *
     * @param reference to the model, as the path has it; nothing if that is wrong, which the request knows
     * @throws ProblemException (400) with everything that is wrong with the request, (404) when only the model is not
     *     there
     */
    static ScoringRequest read(Optional<ModelVersion.Reference> reference, JsonRequest json, ModelCatalog catalog) {
        Optional<String> text = json.text("text").map(given -> limited("text", given, json));
        if (json.value("text").isEmpty()) {
            json.fault("text", "text is missing; send what is to be scored, 1 to " + MOST + " characters.");
        }
        String prompt = limited("prompt", json.text("prompt").orElse(""), json);
        int candidates = (int) json.whole("logprobs", 0, 0, TextRequest.MAX_CANDIDATES);
        boolean skipUnknown = json.oneOf("unknown", List.of("refuse", "skip")).equals("skip");
        json.refuseOtherFields();
        Optional<PublishedModel> found = reference.flatMap(catalog::find);
        if (reference.isPresent() && found.isEmpty()) {
            String absence = catalog.explainAbsence(reference.get());
            if (!json.isFaulty()) {
                throw ProblemException.notFound("name", absence);
            }
            json.fault("name", absence);
        }
        Optional<Vocabulary> vocabulary =
                found.map(version -> version.manifest().vocabulary());
        String readPrompt = vocabulary
                .map(v -> known("prompt", prompt, v, skipUnknown, json))
                .orElse(prompt);
        Optional<String> readText = text.map(given ->
                vocabulary.map(v -> known("text", given, v, skipUnknown, json)).orElse(given));
        readText.ifPresent(read -> refuseUnfit(read, text.get().isEmpty(), candidates, json));
        json.throwIfFaulty();
        return new ScoringRequest(found.orElseThrow().modelVersion(), readPrompt, readText.orElseThrow(), candidates);
    }

    private static String limited(String field, String given, JsonRequest json) {
        String normal = Vocabulary.normalize(given);
        int characters = characters(normal);
        if (characters > MOST) {
            json.fault(
                    field,
                    field + " has " + characters + " characters; use at most " + MOST + ". A longer text is scored in"
                            + " parts, each with what stands before it as its prompt.");
        }
        return normal;
    }

    /** As the model reads it; as it is where that is refused. */
    private static String known(
            String field, String given, Vocabulary vocabulary, boolean skipUnknown, JsonRequest json) {
        if (skipUnknown) {
            return vocabulary.decode(vocabulary.encodeKnown(given));
        }
        try {
            return vocabulary.decode(vocabulary.encode(given));
        } catch (UnknownCharactersException e) {
            json.fault(field, field + ": " + e.getMessage());
            return given;
        }
    }

    private static void refuseUnfit(String read, boolean empty, int candidates, JsonRequest json) {
        int characters = characters(read);
        long logprobs = (long) characters * (candidates + 1);
        if (characters == 0) {
            json.fault(
                    "text",
                    empty
                            ? "text is empty; send 1 to " + MOST + " characters."
                            : "text has no character that the model knows; send at least one.");
        } else if (characters <= MOST && logprobs > MOST) {
            json.fault(
                    "logprobs",
                    "logprobs is " + candidates + " for each of " + characters + " characters, which makes " + logprobs
                            + " log-probabilities; use at most " + MOST + " in all.");
        }
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
