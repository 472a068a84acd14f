package io.escriba.gateway.description;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.Dataset;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.SseReader;
import io.escriba.gateway.SseReader.Event;
import io.escriba.json.Json;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.name.Name;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Sends nasty input to every operation, in every place where the description says that there may be input. Whatever comes is
 * answered as described and with a reason, and nothing of it breaks the gateway.
 */
@QuarkusTest
final class FuzzIT extends RunningGateway {
    private static final long SEED = 20_260_101;
    private static final int AT_ONCE = 24;
    private static final String JOB = "fuzz-ended";

    /** A body that is longer than this is told by its length only. */
    private static final int SHOWN = 150;

    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    private final RandomGenerator random = new SplittableRandom(SEED);
    private final List<Shot> shots = new ArrayList<>();
    private String stream = "";

    /** A request. */
    private record Shot(String what, String method, String path, Map<String, String> headers, byte[] body) {
        byte[] bytes() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            all.put("Host", "localhost");
            all.put("Connection", "close");
            if (body.length > 0 || method.equals("POST")) {
                all.put("Content-Length", Integer.toString(body.length));
            }
            all.putAll(headers);
            String lines = all.entrySet().stream()
                    .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                    .collect(Collectors.joining());
            bytes.writeBytes((method + " " + path + " HTTP/1.1\r\n" + lines + "\r\n").getBytes(UTF_8));
            bytes.writeBytes(body);
            return bytes.toByteArray();
        }

        /** Whether it keeps to the grammar of HTTP and of URIs. */
        boolean isHttp() {
            return !BROKEN_ESCAPE.matcher(path).find()
                    && headers.values().stream()
                            .noneMatch(value -> CONTROL.matcher(value).find());
        }

        @Override
        public String toString() {
            String shown = path.length() > SHOWN ? path.substring(0, SHOWN) + "..." : path;
            return what + ": " + method + " " + shown;
        }
    }

    @Test
    void whateverIsSentIsAnsweredWithAReasonAndTheServiceGoesOn() throws Exception {
        endAJob();
        stream = http.post("/api/streams", "{\"model\":\"letters\",\"prompt\":\"\",\"seed\":3,\"maxCharacters\":40}")
                .json()
                .get("id")
                .asText();
        Description description = Description.of(address);
        description.operations().forEach(operation -> aim(operation, description));

        List<String> failures = fire(description);

        assertThat(shots).hasSizeGreaterThan(2_000);
        assertThat(failures).isEmpty();
        assertThat(http.get("/q/health").status()).isEqualTo(200);
        try (SseReader reader = http.stream("/api/streams/" + stream)) {
            assertThat(reader.all().stream()
                            .filter(Event.named("text"))
                            .map(event -> event.json().get("text").asText())
                            .collect(Collectors.joining()))
                    .isEqualTo(FakeInference.text(3, 0, 40));
        }
    }

    @Test
    void brokenMessagesBreakNothing() throws IOException {
        List<String> failures = new ArrayList<>();
        for (Operation operation : Description.of(address).operations()) {
            if (!operation.json().has("requestBody")) {
                continue;
            }
            String head = operation.method() + " " + path(operation) + " HTTP/1.1\r\nHost: localhost\r\n";
            for (String message : Nasties.MESSAGES) {
                try {
                    int status = RawHttp.send(address, (head + message).getBytes(UTF_8))
                            .status();
                    // -1: whoever speaks no HTTP may be left alone.
                    if (status != -1 && (status < 400 || status >= 500)) {
                        failures.add(operation + " " + message + " gave " + status);
                    }
                } catch (SocketTimeoutException e) {
                    failures.add(operation + " " + message + " hangs.");
                }
            }
        }

        assertThat(failures).isEmpty();
        assertThat(http.post("/v1/completions", "{\"model\":\"letters\",\"seed\":3}")
                        .json()
                        .at("/choices/0/text")
                        .asText())
                .isEqualTo(FakeInference.text(3, 0, 16));
    }

    /** A job that can be followed without waiting for anything. */
    private void endAJob() {
        Name model = new Name("fuzz");
        TrainingJob job = new TrainingJob(
                JOB, model, new Dataset("escriba.corpus", 0, 0, 1, model), Optional.empty(), Instant.EPOCH);
        log.write(CloudEvents.json(Topic.TRAINING_JOBS, "fuzz", "test", TrainingJob.TYPE, job));
        log.write(CloudEvents.json(
                Topic.TRAINING_PROGRESS,
                JOB,
                "test",
                TrainingEvent.TYPE,
                new TrainingEvent.Cancelled(JOB, model, Instant.EPOCH)));
        http.await("/api/training", jobs -> jobs.text().contains("\"" + JOB + "\""));
    }

    private void aim(Operation operation, Description description) {
        for (JsonNode parameter : operation.parameters("path")) {
            String name = parameter.get("name").asText();
            Nasties.ENCODED.forEach(nasty -> shots.add(new Shot(
                    operation + " with " + name,
                    operation.method(),
                    operation.path(other -> other.equals(name) ? nasty : usual(operation, other)),
                    Map.of(),
                    usualBody(operation))));
        }
        for (JsonNode parameter : operation.parameters("query")) {
            String name = parameter.get("name").asText();
            Stream.concat(Nasties.ENCODED.stream(), Stream.of("1&" + name + "=2", "&&=&%", "%zz"))
                    .forEach(nasty -> shots.add(new Shot(
                            operation + " with " + name,
                            operation.method(),
                            path(operation) + "?" + name + "=" + nasty,
                            Map.of(),
                            usualBody(operation))));
        }
        Stream.concat(
                        operation.parameters("header").stream()
                                .map(parameter -> parameter.get("name").asText()),
                        Stream.of("Accept", "Authorization", "Content-Type", "Content-Encoding", "Range", "Expect"))
                .forEach(name -> Nasties.HEADERS.forEach(nasty -> shots.add(new Shot(
                        operation + " with " + name + " '" + (nasty.length() > 40 ? nasty.length() : nasty) + "'",
                        operation.method(),
                        path(operation),
                        Map.of(name, nasty),
                        usualBody(operation)))));
        if (operation.json().has("requestBody")) {
            aimAtBody(operation, description);
        }
    }

    private void aimAtBody(Operation operation, Description description) {
        String usual = new String(usualBody(operation), UTF_8);
        Nasties.bodies(usual).forEach((what, body) -> body(operation, what, body));
        JsonNode schema = operation.json().at("/requestBody/content/application~1json/schema");
        fields(description.resolved(schema), "", description).forEach(field -> {
            Stream.concat(
                            Nasties.VALUES.stream(),
                            Stream.generate(() -> Nasties.text(random)).limit(10))
                    .forEach(nasty -> body(
                            operation,
                            field + " " + (nasty.length() > 40 ? nasty.length() + " long" : nasty),
                            with(usual, field, nasty).getBytes(UTF_8)));
        });
    }

    private void body(Operation operation, String what, byte[] body) {
        shots.add(new Shot(
                operation + " with " + what,
                operation.method(),
                path(operation),
                Map.of("Content-Type", "application/json"),
                body));
    }

    /** The names of all fields, those within objects and lists with what stands before and after them. */
    private static List<String> fields(JsonNode schema, String before, Description description) {
        List<String> fields = new ArrayList<>();
        description.resolved(schema).path("properties").properties().forEach(property -> {
            String field = before + property.getKey();
            fields.add(field);
            JsonNode value = description.resolved(property.getValue());
            fields.addAll(fields(value, field + ".", description));
            fields.addAll(fields(value.path("items"), field + "[].", description));
        });
        return fields;
    }

    /** A JSON object with one more field, whose value need not be JSON. */
    private static String with(String object, String field, String value) {
        String nested = value;
        String[] names = field.split("\\.", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            boolean list = names[i].endsWith("[]");
            String name = list ? names[i].substring(0, names[i].length() - 2) : names[i];
            String inner = "\"" + name + "\":" + (list ? "[" + nested + "]" : nested);
            nested = i == 0 ? inner : "{" + inner + "}";
        }
        String others = object.substring(1, object.length() - 1);
        // The last of two fields of the same name counts.
        return "{" + others + (others.isEmpty() ? "" : ",") + nested + "}";
    }

    private String path(Operation operation) {
        return operation.path(name -> usual(operation, name));
    }

    /** What is valid, and does no harm to what other tests need. */
    private String usual(Operation operation, String parameter) {
        if (operation.template().startsWith("/api/streams/")) {
            return stream;
        }
        if (parameter.equals("job")) {
            return JOB;
        }
        return operation.template().startsWith("/api/corpora")
                        || operation.method().equals("DELETE")
                ? "fuzz"
                : FakeInference.LETTERS;
    }

    private static byte[] usualBody(Operation operation) {
        JsonNode content = operation.json().at("/requestBody/content");
        if (content.isMissingNode()) {
            return new byte[0];
        }
        if (!content.has("application/json")) {
            return "ab".getBytes(UTF_8);
        }
        JsonNode required = content.at("/application~1json/schema/required");
        Map<String, String> fields = new TreeMap<>();
        required.forEach(
                name -> fields.put(name.asText(), name.asText().equals("model") ? FakeInference.LETTERS : "ab"));
        return Json.bytes(fields);
    }

    private List<String> fire(Description description) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Optional<String>>> results = new ArrayList<>();
            for (Shot shot : shots) {
                results.add(threads.submit(() -> failure(shot, description)));
            }
            List<String> failures = new ArrayList<>();
            for (Future<Optional<String>> result : results) {
                result.get().ifPresent(failures::add);
            }
            return failures;
        } finally {
            threads.shutdownNow();
        }
    }

    /** What is wrong with the answer. */
    private Optional<String> failure(Shot shot, Description description) throws IOException {
        RawHttp.Answer answer;
        try {
            answer = RawHttp.send(address, shot.bytes());
        } catch (SocketTimeoutException e) {
            return Optional.of(shot + " hangs.");
        }
        if (!shot.isHttp()) {
            // Vert.x or Quarkus refuses it before anything of the gateway sees it.
            return answer.status() == 400 ? Optional.empty() : Optional.of(shot + " gave " + answer.status());
        }
        // No trainer counts here what was uploaded.
        boolean uncounted = answer.status() == 503 && answer.body().contains("has not been counted yet");
        if (answer.status() < 200 || (answer.status() >= 500 && !uncounted)) {
            return Optional.of(shot + " gave " + answer.status() + " " + answer.body());
        }
        String path = shot.path().replaceFirst("\\?.*", "");
        List<String> differences = description.differences(
                shot.method(), path, answer.status(), answer::header, Optional.of(answer.body()));
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(shot + " gave " + answer.status() + ": " + differences);
    }
}
