package io.escriba.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.TestModels;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.model.PublishedModel;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class ModelIT extends RunningGateway {
    @Test
    void showsTheVersionsOfAModelTheNewestLast() {
        JsonNode model = http.get("/api/models/letters").json();

        assertThat(model.get("name").asText()).isEqualTo("letters");
        assertThat(model.get("versions"))
                .extracting(version -> version.get("version").asLong())
                .containsExactly(1L, 2L);
        JsonNode newest = model.get("versions").get(1);
        assertThat(newest.get("created").asText()).isEqualTo(TestModels.CREATED.toString());
        assertThat(newest.get("architecture").asText()).isEqualTo("gru");
        assertThat(newest.get("characters").asInt())
                .isEqualTo(FakeInference.ALPHABET.codePointCount(0, FakeInference.ALPHABET.length()));
        assertThat(newest.at("/metrics/validationLoss").asDouble()).isEqualTo(1.25);
        assertThat(newest.at("/dataset/corpus").asText()).isEqualTo("letters");
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
    void saysWhichModelsThereAre() {
        var answer = http.get("/api/models/nothing");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asText()).contains("There is no model 'nothing'. There are:", "letters");
    }
}
