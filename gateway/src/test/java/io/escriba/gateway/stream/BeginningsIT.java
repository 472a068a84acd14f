package io.escriba.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.Corpus;
import io.escriba.corpus.Dataset;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.TestModels;
import io.escriba.gateway.corpus.Corpora;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.training.Documents;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class BeginningsIT extends RunningGateway {
    /** The model does not know the X. */
    private static final String LINE = "Xa ção😀 bcde ";

    @Test
    void withoutAPromptTheBeginningIsAnExcerptThatTheCorpusShows() {
        learn("sea", (LINE + "abc\n").repeat(2_000), Documents.TEXT);
        // The corpus grows, but the model has not learned that.
        http.post("/api/corpora/sea?train=false", "eeee\n".repeat(500));

        Set<Long> places = new HashSet<>();
        for (int seed = 0; seed < 10; seed++) {
            JsonNode created = create("sea", seed);
            JsonNode excerpt = created.get("excerpt");
            places.add(excerpt.get("from").asLong());
            String shown = http.get("/api/corpora/sea/text?from=" + excerpt.get("from") + "&characters=200")
                    .json()
                    .get("text")
                    .asText();

            assertThat(excerpt.get("corpus").asText()).isEqualTo("sea");
            assertThat(created.get("prompt").asText())
                    .isEqualTo(shown.replace("X", "").replace("o", ""))
                    .startsWith("a çã😀");
            assertThat(create("sea", seed).get("excerpt")).isEqualTo(excerpt);
        }
        assertThat(places).hasSizeGreaterThan(5);
    }

    @Test
    void anEmptyPromptBeginsWithNothing() {
        learn("sky", "abc\n".repeat(100), Documents.TEXT);

        JsonNode created =
                http.post("/api/streams", "{\"model\":\"sky\",\"prompt\":\"\"}").json();

        assertThat(created.get("prompt").asText()).isEmpty();
        assertThat(created.has("excerpt")).isFalse();
    }

    @Test
    void modelsOfLinesBeginWithNothing() {
        learn("lines", "abc\n".repeat(100), Documents.LINES);

        JsonNode created = create("lines", 1);

        assertThat(created.get("prompt").asText()).isEmpty();
        assertThat(created.has("excerpt")).isFalse();
    }

    @Test
    void aCorpusThatWasDeletedIsNamedWithWhatToDo() {
        learn("gone", "abc\n".repeat(100), Documents.TEXT);
        http.delete("/api/corpora/gone");
        log.write(new ProducerRecord<>(Topic.CORPORA.topicName(), "gone", null));
        http.await("/api/corpora/gone", answer -> answer.status() == 404);

        Answer answer = http.post("/api/streams", "{\"model\":\"gone\"}");

        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.json().get("detail").asText())
                .contains("The corpus 'gone' was deleted.", "\"prompt\": \"\" to begin with nothing");
    }

    @Test
    void textThatTheLogNoLongerHoldsIsNamedWithWhatToDo() {
        know(Corpora.corpus("purged", 12, 0, 1_000_000, 1_000_001));
        publish("purged", new Dataset("escriba.corpus", 0, 1_000_000, 1_000_002, new Name("purged")), Documents.TEXT);

        Answer answer = http.post("/api/streams", "{\"model\":\"purged\"}");

        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.json().get("detail").asText())
                .contains("the log now holds offsets", "\"prompt\": \"\" to begin with nothing");
    }

    @Test
    void theDescriptionHasTheNewFieldsWithTheirRanges() {
        JsonNode fields = http.get("/q/openapi", "Accept", "application/json")
                .json()
                .at("/components/schemas/StreamRequest/properties");

        assertThat(fields.at("/temperatures/maxItems").asInt()).isEqualTo(8);
        assertThat(fields.at("/temperatures/type").asText()).isEqualTo("array");
        assertThat(fields.at("/pace/minimum").asDouble()).isEqualTo(0.1);
        assertThat(fields.at("/pace/maximum").asDouble()).isEqualTo(10_000);
        assertThat(fields.at("/prompt/description").asText()).contains("random excerpt");
        assertThat(fields.at("/stop/anyOf")).hasSize(2);
    }

    private JsonNode create(String model, long seed) {
        return http.post("/api/streams", "{\"model\":\"" + model + "\",\"seed\":" + seed + "}")
                .json();
    }

    /** Publishes a text, and tells the gateway of it and of a model as the trainer does. */
    private void learn(String name, String text, Documents documents) {
        JsonNode receipt = http.post("/api/corpora/" + name, text).json();
        Corpus corpus = Corpora.corpus(
                name,
                receipt.get("characters").asLong(),
                receipt.get("partition").asInt(),
                receipt.get("firstOffset").asLong(),
                receipt.get("lastOffset").asLong());
        know(corpus);
        publish(name, corpus.dataset(), documents);
    }

    private void know(Corpus corpus) {
        String name = corpus.name().value();
        log.write(CloudEvents.json(Topic.CORPORA, name, "test", Corpus.TYPE, corpus));
        http.await("/api/corpora/" + name, answer -> answer.status() == 200);
    }

    private void publish(String name, Dataset dataset, Documents documents) {
        log.write(CloudEvents.json(
                Topic.MODELS,
                name,
                "test",
                PublishedModel.TYPE,
                TestModels.published(name, 1, FakeInference.ALPHABET, dataset, documents)));
        http.await("/api/models/" + name, answer -> answer.status() == 200);
    }
}
