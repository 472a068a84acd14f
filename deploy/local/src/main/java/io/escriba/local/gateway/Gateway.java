package io.escriba.local.gateway;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.Corpus;
import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import io.escriba.local.CommandException;
import io.escriba.local.corpus.CorpusText;
import io.escriba.name.Name;
import io.escriba.training.TrainingEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A running gateway. Every method throws {@link CommandException} with the gateway's own reason when it refuses, or with
 * what hinders when it cannot be reached.
 */
public final class Gateway {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final URI base;
    private final HttpClient http;

    /**
     * The gateway at this address.
     *
     * @param base where its page is
     */
    public Gateway(URI base, HttpClient http) {
        this.base = base;
        this.http = http;
    }

    /** What is known of a corpus; empty when it does not exist. */
    public Optional<Corpus> corpus(Name name) {
        HttpResponse<String> answer = send(get("/api/corpora/" + name), BodyHandlers.ofString());
        return answer.statusCode() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(Json.read(expectSuccess(answer), Corpus.class));
    }

    /** All corpora. */
    public List<Corpus> corpora() {
        return Json.read(
                expectSuccess(send(get("/api/corpora"), BodyHandlers.ofString())),
                new TypeReference<List<Corpus>>() {});
    }

    /** All models. */
    public List<ServedModel> models() {
        return Json.read(
                expectSuccess(send(get("/api/models"), BodyHandlers.ofString())),
                new TypeReference<List<ServedModel>>() {});
    }

    /** Publishes a text as a corpus of its name, whole or not at all, and has a model trained on it. */
    public Publication publish(CorpusText text) {
        String query = text.spec()
                .map(spec -> "?spec=" + URLEncoder.encode(spec, StandardCharsets.UTF_8))
                .orElse("");
        HttpRequest request = request("/api/corpora/" + text.name() + query)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(body(text))
                .build();
        return Json.read(expectSuccess(send(request, BodyHandlers.ofString())), Publication.class);
    }

    /**
     * Hears what happens to a training job, from its beginning.
     *
     * @param listener is given each event, and says whether to go on
     * @return the event at which the listener stopped or the job ended
     */
    public TrainingEvent follow(String job, Predicate<TrainingEvent> listener) {
        HttpRequest request = request("/api/training/" + job)
                .header("Accept", "text/event-stream")
                .GET()
                .build();
        HttpResponse<Stream<String>> answer = send(request, BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            if (answer.statusCode() != OK) {
                throw refusal(answer.statusCode(), String.join("\n", lines.toList()));
            }
            ServerSentEvents events = new ServerSentEvents(lines.iterator());
            for (Optional<String> data = events.next(); data.isPresent(); data = events.next()) {
                TrainingEvent event = Json.read(data.get(), TrainingEvent.class);
                if (!listener.test(event) || event.isLast()) {
                    return event;
                }
            }
            throw new CommandException("The gateway ended the progress of job '" + job + "' before the job had ended.");
        } catch (UncheckedIOException e) {
            throw new CommandException("The progress of job '" + job + "' was cut off: " + e.getMessage(), e);
        }
    }

    private HttpRequest get(String path) {
        return request(path).timeout(PATIENCE).GET().build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path));
    }

    private static BodyPublisher body(CorpusText text) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> open(text)), text.bytes());
    }

    private static InputStream open(CorpusText text) {
        try {
            return text.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new CommandException("The gateway at " + base + " does not answer: " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted while the gateway at " + base + " was being asked.", e);
        }
    }

    /** Java's client gives a refused connection no words. */
    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String expectSuccess(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw refusal(answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    /** The {@code detail} of a problem document (RFC 9457), or the status when the answer is something else. */
    private static CommandException refusal(int status, String body) {
        try {
            JsonNode detail = Json.read(body, JsonNode.class).path("detail");
            if (detail.isTextual()) {
                return new CommandException(detail.asText());
            }
        } catch (MalformedJsonException e) {
            return new CommandException("The gateway answered with status " + status + ".", e);
        }
        return new CommandException("The gateway answered with status " + status + ".");
    }
}
