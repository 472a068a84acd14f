package io.escriba.gateway.completion;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.generation.Dialect;
import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.generation.TextRequestReader;
import io.escriba.gateway.request.JsonRequest;
import java.util.function.Predicate;

/**
 * A request for a completion.
 *
 * @param model as the request names it
 * @param stream whether the answer is streamed
 * @param includeUsage whether the stream ends with the usage
 */
record CompletionRequest(String model, TextRequest text, boolean stream, boolean includeUsage) {
    private static final Dialect DIALECT = new Dialect(
            new Dialect.Names("max_tokens", "top_k", "top_p", "repetition_penalty", "ignore_eos"), 16, 1);

    /**
     * Reads a request. Settings of OpenAI's that are not served are accepted as long as they change nothing.
     *
     * @throws io.escriba.gateway.problem.ProblemException with everything that is wrong with it
     */
    static CompletionRequest read(JsonRequest json, TextRequestReader texts) {
        acceptOnly(json, "n", "1", isNumber(1));
        acceptOnly(json, "best_of", "1", isNumber(1));
        acceptOnly(json, "presence_penalty", "0", isNumber(0));
        acceptOnly(json, "frequency_penalty", "0", isNumber(0));
        acceptOnly(json, "echo", "false", value -> value.isBoolean() && !value.booleanValue());
        acceptOnly(json, "suffix", "null", value -> false);
        acceptOnly(json, "logprobs", "null", value -> false);
        acceptOnly(json, "logit_bias", "{}", value -> value.isObject() && value.isEmpty());
        json.text("user");
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
        TextRequest text = texts.read(json, DIALECT, false);
        return new CompletionRequest(json.text("model").orElseThrow(), text, stream, includeUsage);
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
