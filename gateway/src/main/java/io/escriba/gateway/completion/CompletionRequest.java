package io.escriba.gateway.completion;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.generation.Dialect;
import io.escriba.gateway.generation.Extent;
import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.generation.TextRequestReader;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.JsonRequest;
import io.escriba.model.ModelVersion;
import java.util.List;
import java.util.function.Predicate;

/**
 * A request for a completion.
 *
 * @param model as the request names it
 * @param texts one for each prompt, at least one, alike in all else
 * @param n how many choices each prompt gets
 * @param echo whether each choice begins with its prompt
 * @param stream whether the answer is streamed
 * @param includeUsage whether the stream ends with the usage
 */
record CompletionRequest(
        String model, List<TextRequest> texts, int n, boolean echo, boolean stream, boolean includeUsage) {
    private static final Dialect DIALECT = new Dialect(
            new Dialect.Names("max_tokens", "top_k", "top_p", "repetition_penalty", "ignore_eos"), 0, 16, 1, 5);

    /** Most choices of one completion. */
    private static final int MAX_CHOICES = 128;

    CompletionRequest {
        texts = List.copyOf(texts);
    }

    /**
     * Reads a request. Settings of OpenAI's that are not served are accepted as long as they change nothing.
     *
     * @throws ProblemException with everything that is wrong with it
     */
    static CompletionRequest read(JsonRequest json, TextRequestReader reader) {
        int n = (int) json.whole("n", 1, 1, MAX_CHOICES);
        acceptOnly(json, "best_of", String.valueOf(n), isNumber(n));
        acceptOnly(json, "presence_penalty", "0", isNumber(0));
        acceptOnly(json, "frequency_penalty", "0", isNumber(0));
        acceptOnly(
                json,
                "suffix",
                "null",
                value -> value.isTextual() && value.textValue().isEmpty());
        acceptOnly(json, "logit_bias", "{}", value -> value.isObject() && value.isEmpty());
        json.text("user");
        boolean echo = json.flag("echo", false);
        boolean stream = json.flag("stream", false);
        boolean includeUsage = json.object("stream_options")
                .map(options -> {
                    boolean usage = options.flag("include_usage", false);
                    options.flag("include_obfuscation", false);
                    options.refuseOtherFields();
                    json.include("stream_options", options);
                    return usage;
                })
                .orElse(false);
        if (!stream && json.value("stream_options").isPresent()) {
            json.fault("stream_options", "stream_options is only for streams; set stream to true or leave it out.");
        }
        List<TextRequest> texts =
                reader.readEach(json, DIALECT, MAX_CHOICES, extent -> refuseTooMuch(json, extent, n, echo, stream));
        return new CompletionRequest(json.text("model").orElseThrow(), texts, n, echo, stream, includeUsage);
    }

    /** How many choices the completion has: {@code n} for the first prompt, then {@code n} for the next. */
    int choices() {
        return texts.size() * n;
    }

    /**
     * The text of one choice. The first of each prompt has the seed of the request, those after it the next ones, so that more
     * choices change none of the others.
     */
    TextRequest choice(int index) {
        TextRequest text = texts.get(promptOf(index));
        return text.withSeed(text.sampling().seed() + index % n);
    }

    /** The index of the prompt to which a choice belongs. */
    int promptOf(int choice) {
        return choice / n;
    }

    /** The version that writes all choices. */
    ModelVersion version() {
        return texts.get(0).model();
    }

    /** Characters of all prompts. */
    long promptCharacters() {
        return texts.stream().mapToLong(TextRequest::promptCharacters).sum();
    }

    private static void refuseTooMuch(JsonRequest json, Extent extent, int n, boolean echo, boolean stream) {
        int choices = extent.prompts().size() * n;
        if (choices > MAX_CHOICES) {
            json.fault(
                    "n",
                    "n is " + n + " for each of " + extent.prompts().size() + " prompts, which makes " + choices
                            + " choices; use at most " + MAX_CHOICES + " in all.");
        }
        long characters = choices * extent.maxCharacters() + (echo ? n * extent.promptCharacters() : 0);
        long logprobs = extent.candidates().stream().map(top -> top + 1).sum() * characters;
        if (characters > TextRequest.MAX_CHARACTERS) {
            json.fault(
                    "max_tokens",
                    "max_tokens is " + extent.maxCharacters() + " for each of " + choices + " choices, which makes "
                            + characters + " characters" + (echo ? " with the prompts" : "") + "; use at most "
                            + TextRequest.MAX_CHARACTERS + " in all.");
        } else if (!stream && logprobs > TextRequest.MAX_CHARACTERS) {
            json.fault(
                    "logprobs",
                    "logprobs is " + extent.candidates().orElse(0) + " for each of " + characters
                            + " characters, which makes " + logprobs + " log-probabilities; set stream to true, or use"
                            + " at most " + TextRequest.MAX_CHARACTERS + " in all.");
        }
    }

    private static void acceptOnly(JsonRequest json, String field, String neutral, Predicate<JsonNode> isNeutral) {
        json.value(field).filter(isNeutral.negate()).ifPresent(value -> {
            String shown = value.toString();
            json.fault(
                    field,
                    field + " is " + (shown.length() > 60 ? shown.substring(0, 60) + "..." : shown)
                            + ", which is not supported here; use " + neutral + " or leave it out.");
        });
    }

    private static Predicate<JsonNode> isNumber(double expected) {
        return value -> value.isNumber() && value.doubleValue() == expected;
    }
}
