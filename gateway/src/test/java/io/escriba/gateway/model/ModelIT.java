package io.escriba.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.SseReader;
import io.escriba.gateway.TestModels;
import io.escriba.json.Json;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.model.PublishedModel;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class ModelIT extends RunningGateway {
    private static final PublishedModel LETTERS = TestModels.published("letters", 2, FakeInference.ALPHABET);

    @Test
    void showsTheVersionsOfAModelTheNewestLast() {
        JsonNode model = http.get("/api/models/letters").json();

        assertThat(model.get("name").asText()).isEqualTo("letters");
        assertThat(model.get("versions"))
                .extracting(version -> version.get("version").asLong())
                .containsExactly(1L, 2L);
        assertThat(model.get("versions").get(1)).isEqualTo(Json.parse("""
                        {"version": 2, "created": "2026-03-04T05:06:07Z", "device": "cpu", "escriba": "0.1.0",
                         "architecture": "gru", "hiddenSize": 32, "layers": 2, "documents": "text", "characters": 10,
                         "vocabulary": %s, "spec": %s, "states": [], "size": 4321, "sha256": "%s",
                         "metrics": {"trainingLoss": 1.5, "validationLoss": 1.25, "steps": 400, "seconds": 12.5,
                          "parameters": 9876},
                         "dataset": {"topic": "escriba.corpus", "partition": 3, "startOffset": 0, "endOffset": 2,
                          "corpus": "letters"},
                         "job": "letters-3-2"}""".formatted(
                        Json.text(LETTERS.manifest().vocabulary()),
                        Json.text(LETTERS.manifest().spec()),
                        LETTERS.sha256())));
        assertThat(http.get("/api/models").json()).contains(model);
    }

    @Test
    void learnsOfNewModelsAndForgetsRetiredOnes() {
        log.write(CloudEvents.json(
                Topic.MODELS, "fresh", "test", PublishedModel.TYPE, TestModels.published("fresh", 1, "ab")));
        http.await("/api/models/fresh", answer -> answer.status() == 200);

        log.write(new ProducerRecord<>(Topic.MODELS.topicName(), "fresh", null));
        http.await("/api/models/fresh", answer -> answer.status() == 404);
    }

    @Test
    void aModelThatIsRetiredIsGoneForEverybodyAndCanComeBack() {
        publish("leaving", 1);
        publish("leaving", 2);
        http.await(
                "/api/models/leaving",
                answer ->
                        answer.status() == 200 && answer.json().get("versions").size() == 2);

        assertThat(http.delete("/api/models/leaving").status()).isEqualTo(204);

        assertThat(http.get("/api/models/leaving").status()).isEqualTo(404);
        assertThat(http.get("/api/models").text()).doesNotContain("leaving");
        assertThat(http.get("/v1/models").text()).doesNotContain("leaving");
        assertThat(http.delete("/api/models/leaving").status()).isEqualTo(404);
        ConsumerRecord<String, byte[]> tombstone =
                log.await(Topic.MODELS, "leaving", 3).get(2);
        assertThat(tombstone.value()).isNull();
        assertThat(CloudEvents.type(tombstone.headers())).contains("io.escriba.model.retired.v1");

        publish("leaving", 3);
        http.await(
                "/api/models/leaving",
                answer -> answer.status() == 200
                        && answer.json().at("/versions/0/version").asLong() == 3);
    }

    @Test
    void aTextThatIsBeingWrittenSurvivesItsModel() {
        publish(FakeInference.ENDLESS, 7);
        http.await("/api/models/endless", answer -> answer.text().contains("\"version\":7"));
        String id = http.post("/api/streams", "{\"model\": \"endless\", \"prompt\": \"\", \"maxCharacters\": 50000}")
                .json()
                .get("id")
                .asText();
        try (SseReader stream = http.stream("/api/streams/" + id)) {
            assertThat(stream.next()).isPresent();

            assertThat(http.delete("/api/models/endless").status()).isEqualTo(204);

            for (int i = 1; i < 20_000; i++) {
                assertThat(stream.next().orElseThrow().name()).isEqualTo("text");
            }
        }
        publish(FakeInference.ENDLESS, 1);
        http.await("/api/models/endless", answer -> answer.status() == 200);
    }

    @Test
    void onlyAModelCanBeRetired() {
        assertThat(http.delete("/api/models/nothing").status()).isEqualTo(404);
        assertThat(http.delete("/api/models/letters@1").status()).isEqualTo(400);
        assertThat(http.get("/api/models/letters").status()).isEqualTo(200);
    }

    @Test
    void saysWhichModelsThereAre() {
        var answer = http.get("/api/models/nothing");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asText()).contains("There is no model 'nothing'. There are:", "letters");
    }

    private void publish(String name, long version) {
        log.write(CloudEvents.json(
                Topic.MODELS,
                name,
                "test",
                PublishedModel.TYPE,
                TestModels.published(name, version, FakeInference.ALPHABET)));
    }
}
