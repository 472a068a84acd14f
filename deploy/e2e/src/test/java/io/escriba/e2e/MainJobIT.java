package io.escriba.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.e2e.Escriba.Event;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The main job: text goes into Kafka, and characters come out of HTTP. */
@ExtendWith(SharedInstance.class)
class MainJobIT {
    private static final String TEXT = "João comeu a maçã 🍎, e Conceição riu: «ça va?» ".repeat(60);
    private static final String QUICK = "{\"timeBudget\":\"PT4S\",\"hiddenSize\":64}";

    @Test
    void aPublishedTextIsLearnedAndWrittenCharacterByCharacter(Escriba escriba) {
        List<Event> training = escriba.follow(escriba.publish("maca", TEXT, QUICK));
        JsonNode created = escriba.stream(
                "{\"model\":\"maca\",\"prompt\":\"João\",\"maxCharacters\":200,\"temperature\":0.7,\"seed\":5}");
        List<Event> events = escriba.read(created.get("id").asText());

        assertThat(names(training))
                .startsWith("started")
                .contains("step", "sample")
                .endsWith("completed");
        List<Event> texts = events.stream().filter(e -> e.name().equals("text")).toList();
        String written = Event.text(events);
        assertThat(written.codePointCount(0, written.length())).isEqualTo(200);
        assertThat(characters(TEXT)).containsAll(characters(written));
        assertThat(texts).hasSizeGreaterThan(1);
        assertThat(texts.get(0).data().get("index").asInt()).isZero();
        assertThat(texts.get(texts.size() - 1).id()).isEqualTo("200");
        Event end = events.get(events.size() - 1);
        assertThat(end.name()).isEqualTo("end");
        assertThat(end.data().get("reason").asText()).isEqualTo("length");
    }

    @Test
    void theBundledNamesAreWrittenAsNames(Escriba escriba) {
        JsonNode created = escriba.stream("{\"model\":\"nomes\",\"prompt\":\"Jo\",\"maxCharacters\":40,\"seed\":3}");
        List<Event> events = escriba.read(created.get("id").asText());

        String name = "Jo" + Event.text(events);
        assertThat(name).hasSizeBetween(3, 20).matches("\\p{Lu}[\\p{L}'-]+");
        assertThat(events.get(events.size() - 1).data().get("reason").asText()).isEqualTo("end");
    }

    @Test
    void aSecondUpServesTheModelAgainWithoutTraining(Escriba escriba) {
        // The shared instance was stopped and started again after it had learned the names.
        JsonNode model = escriba.get("/api/models/nomes");

        assertThat(model.get("versions")).hasSize(1);
        assertThat(model.at("/versions/0/version").asLong()).isPositive();
        assertThat(escriba.jobsOf("nomes")).hasSize(1);
        assertThat(escriba.status()).contains("corpus nomes").contains("model nomes@");
    }

    @Test
    void theSameSeedGivesTheSameTextAlsoWhenItIsResumed(Escriba escriba) {
        String request =
                "{\"model\":\"nomes\",\"maxCharacters\":30,\"temperature\":1.5,\"seed\":11,\"prompt\":\"Mar\"}";
        String id = escriba.stream(request).get("id").asText();

        String first = Event.text(escriba.read(id));
        String again = Event.text(escriba.read(escriba.stream(request).get("id").asText()));
        List<Event> resumed = escriba.events("/api/streams/" + id, e -> e.name().equals("end"), "Last-Event-ID", "1");

        assertThat(again).isEqualTo(first);
        assertThat(Event.text(resumed)).isEqualTo(first.substring(first.offsetByCodePoints(0, 1)));
    }

    @Test
    void anOpenAiRequestIsAnsweredInItsFormat(Escriba escriba) {
        JsonNode whole = Escriba.json(
                escriba.post("/v1/completions", "{\"model\":\"nomes\",\"prompt\":\"An\",\"max_tokens\":5,\"seed\":1}")
                        .body());
        HttpResponse<String> streamed = escriba.post(
                "/v1/completions",
                "{\"model\":\"nomes\",\"prompt\":\"An\",\"max_tokens\":5,\"seed\":1,\"stream\":true}");

        assertThat(whole.get("object").asText()).isEqualTo("text_completion");
        String text = streamed.body()
                .lines()
                .filter(line -> line.startsWith("data:") && line.contains("{"))
                .map(line -> Escriba.json(line.substring("data:".length()))
                        .at("/choices/0/text")
                        .asText())
                .collect(Collectors.joining());
        assertThat(text).isEqualTo(whole.at("/choices/0/text").asText());
        assertThat(streamed.body().strip()).endsWith("[DONE]");
    }

    @Test
    void aCompletionOfNamesGivesAsManyNamesAsAsked(Escriba escriba) {
        String request =
                "{\"model\":\"nomes\",\"prompt\":\"Jo\",\"max_tokens\":40,\"temperature\":0.8,\"seed\":3,\"n\":12}";

        JsonNode choices = completion(escriba, request).get("choices");

        assertThat(choices).hasSize(12);
        assertThat(choices)
                .extracting(choice -> choice.get("finish_reason").asText())
                .containsOnly("stop");
        assertThat(choices)
                .extracting(choice -> "Jo" + choice.get("text").asText())
                .allMatch(name -> name.matches("\\p{Lu}[\\p{L}'-]+"))
                .satisfies(names -> assertThat(Set.copyOf(names)).hasSizeGreaterThan(3));
        assertThat(completion(escriba, request).get("choices")).isEqualTo(choices);
        assertThat(complete(escriba, request.replace("\"seed\":3,\"n\":12", "\"seed\":9"))
                        .get("text"))
                .isEqualTo(choices.get(6).get("text"));
    }

    @Test
    void whatIsWrittenIsAsLikelyAsItsEcho(Escriba escriba) {
        JsonNode written = complete(
                escriba,
                "{\"model\":\"nomes\",\"prompt\":\"An\",\"max_tokens\":5,\"seed\":1,\"ignore_eos\":true,\"logprobs\":3}");
        String text = written.get("text").asText();

        JsonNode echoed = complete(
                escriba,
                "{\"model\":\"nomes\",\"prompt\":\"An" + text + "\",\"max_tokens\":0,\"echo\":true,\"logprobs\":3}");

        assertThat(echoed.get("text").asText()).isEqualTo("An" + text);
        JsonNode likelihoods = written.at("/logprobs/token_logprobs");
        assertThat(likelihoods).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(echoed.at("/logprobs/token_logprobs/" + (2 + i)).asDouble())
                    .isCloseTo(likelihoods.get(i).asDouble(), within(1e-4))
                    .isNegative();
        }
    }

    @Test
    void aTextIsScoredAsItWasWritten(Escriba escriba) {
        List<Event> events = escriba.read(escriba.stream(
                        "{\"model\":\"nomes\",\"prompt\":\"An\",\"maxCharacters\":8,\"seed\":4,\"ignoreEnd\":true,"
                                + "\"logprobs\":2}")
                .get("id")
                .asText());
        List<JsonNode> written = events.stream()
                .filter(event -> event.name().equals("text"))
                .flatMap(event ->
                        StreamSupport.stream(event.data().get("logprobs").spliterator(), false))
                .toList();

        JsonNode score = Escriba.json(escriba.post(
                        "/api/models/nomes/score",
                        "{\"prompt\":\"An\",\"text\":\"" + Event.text(events) + "\",\"logprobs\":2}")
                .body());

        assertThat(score.get("characters").asInt()).isEqualTo(8);
        assertThat(written).hasSize(8);
        double sum = 0;
        for (int i = 0; i < 8; i++) {
            JsonNode place = score.get("logprobs").get(i);
            double logprob = written.get(i).get("logprob").asDouble();
            assertThat(place.get("logprob").asDouble()).isCloseTo(logprob, within(1e-4));
            assertThat(place.at("/top/0/text")).isEqualTo(written.get(i).at("/top/0/text"));
            sum -= logprob;
        }
        assertThat(score.get("loss").asDouble()).isPositive().isCloseTo(sum / 8, within(1e-4));
    }

    @Test
    void aModelIsDownloadedAsItWasTrainedAndThenRetired(Escriba escriba) throws Exception {
        String job = escriba.publish(
                "adeus",
                TEXT,
                "{\"steps\":2,\"hiddenSize\":16,\"layers\":1,\"sequenceLength\":16,\"sampleLength\":10}");
        escriba.follow(job);
        JsonNode version = escriba.get("/api/models/adeus").at("/versions/0");

        HttpResponse<byte[]> onnx = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(escriba.uri("/api/models/adeus/onnx"))
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(onnx.body()).hasSize(version.get("size").asInt());
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(onnx.body())))
                .isEqualTo(version.get("sha256").asText());

        HttpRequest delete = HttpRequest.newBuilder(escriba.uri("/api/models/adeus"))
                .DELETE()
                .build();
        assertThat(escriba.send(delete).statusCode()).isEqualTo(204);
        assertProblem(escriba.post("/api/streams", "{\"model\":\"adeus\"}"), 404, "adeus");
        assertThat(escriba.get("/api/models"))
                .noneMatch(model -> model.get("name").asText().equals("adeus"));
        assertThat(escriba.get("/api/corpora/adeus").get("characters").asInt()).isPositive();
        assertThat(escriba.jobsOf("adeus")).containsExactly(job);
    }

    @Test
    void anyProducerCanPublish(Escriba escriba) {
        String kafka = escriba.address("broker");

        Command kcat = Command.run(
                "Ó mar salgado,\nquanto do teu sal\n",
                List.of("kcat", "-P", "-b", kafka, "-t", "escriba.corpus", "-k", "mar"));

        assertThat(kcat.status()).as(kcat.err()).isZero();
        // A corpus without a sealed event is trained on once it is quiet, so its job tells that it has arrived.
        List<Event> training = escriba.follow(escriba.awaitJobOf("mar"));
        assertThat(escriba.get("/api/corpora/mar").get("characters").asInt()).isEqualTo(33);
        assertThat(training.get(training.size() - 1).data().get("reason").asText())
                .contains("has 33 characters, but at least 72 are needed");
    }

    @Test
    void whatCannotBeAcceptedIsRefusedWithTheReason(Escriba escriba) {
        assertProblem(escriba.post("/api/corpora/empty", ""), 400, "empty");
        assertProblem(escriba.post("/api/corpora/latin", "São".getBytes(ISO_8859_1)), 400, "byte 1");
        assertProblem(escriba.post("/api/streams", "{\"model\":\"nobody\"}"), 404, "nobody");
        assertProblem(escriba.post("/api/streams", "{\"model\":\"nomes\",\"temperature\":-1}"), 400, "temperature");
        assertProblem(escriba.post("/api/streams", "{\"model\":\"nomes\",\"prompt\":\"Ж\"}"), 400, "Ж");
        assertThat(escriba.send(HttpRequest.newBuilder(escriba.uri("/api/corpora/latin"))
                                .build())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aTextThatIsTooShortIsToldWhichLengthIsNeeded(Escriba escriba, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("curto.txt"), "Oi, João!");

        Command publish = Command.local("publish", file, "--dir", escriba.directory());

        assertThat(publish.status()).isEqualTo(1);
        assertThat(publish.err()).contains("has 9 characters, but at least 72 are needed");
    }

    private static JsonNode complete(Escriba escriba, String request) {
        return completion(escriba, request).at("/choices/0");
    }

    private static JsonNode completion(Escriba escriba, String request) {
        return Escriba.json(escriba.post("/v1/completions", request).body());
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String word) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(Escriba.json(answer.body()).get("detail").asText()).contains(word);
    }

    private static List<String> names(List<Event> events) {
        return events.stream().map(Event::name).toList();
    }

    private static Set<Integer> characters(String text) {
        return text.codePoints().boxed().collect(Collectors.toSet());
    }
}
