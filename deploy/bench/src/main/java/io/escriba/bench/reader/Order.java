package io.escriba.bench.reader;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.bench.model.RandomModel;
import io.escriba.json.Json;
import io.escriba.local.CommandException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What texts readers want.
 *
 * @param characters of each
 * @param pace characters a second; 0 for as fast as they come
 * @param likelihoods how many candidates are told with each character, if any are
 */
public record Order(RandomModel model, long characters, double pace, OptionalInt likelihoods) {
    /** What each text begins with. */
    public static final String PROMPT = "The ";

    /** The most characters that one may ask the gateway for. */
    public static final long LONGEST = 100_000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CREATED = 201;

    /** Texts of characters alone. */
    public Order(RandomModel model, long characters, double pace) {
        this(model, characters, pace, OptionalInt.empty());
    }

    /** The same texts, as fast as they come. */
    public Order unpaced() {
        return new Order(model, characters, 0, likelihoods);
    }

    /** Texts that come as fast as they can and do not end soon. */
    public static Order unpaced(RandomModel model) {
        return new Order(model, LONGEST, 0);
    }

    /** Texts that last for so long. */
    public static Order lasting(RandomModel model, double pace, Duration time) {
        return new Order(model, Math.min(LONGEST, (long) Math.ceil(pace * time.toMillis() / 1e3)), pace);
    }

    /**
     * Has a stream made.
     *
     * @param seed whoever uses another one gets another text
     * @return its path, the same at every gateway
     * @throws CommandException when the gateway does not make it
     */
    public String place(HttpClient http, InetSocketAddress gateway, long seed) throws InterruptedException {
        URI uri = URI.create("http://" + gateway.getHostString() + ":" + gateway.getPort() + "/api/streams");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofByteArray(Json.bytes(body(seed))))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != CREATED) {
                throw new CommandException(
                        "The gateway makes no stream: status " + answer.statusCode() + ", " + answer.body());
            }
            return uri.getPath() + "/"
                    + Json.read(answer.body(), JsonNode.class).get("id").asText();
        } catch (IOException e) {
            throw new CommandException("The gateway at " + uri + " does not answer: " + e, e);
        }
    }

    private Map<String, Object> body(long seed) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", model.name().value());
        body.put("prompt", PROMPT);
        body.put("maxCharacters", characters);
        body.put("temperature", RandomModel.TEMPERATURE);
        body.put("seed", seed);
        if (pace > 0) {
            body.put("pace", pace);
        }
        likelihoods.ifPresent(candidates -> body.put("logprobs", candidates));
        return body;
    }
}
