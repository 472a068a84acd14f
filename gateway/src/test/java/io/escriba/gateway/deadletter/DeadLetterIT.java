package io.escriba.gateway.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.escriba.kafka.DeadLetters;
import io.escriba.kafka.Topic;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class DeadLetterIT extends RunningGateway {
    /** Recent, so that Kafka does not think the records too old to keep. */
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Test
    void showsTheNewestFirst() {
        put(now.minusSeconds(3), "nomes", "old".getBytes(UTF_8), headers(1));
        put(now.minusSeconds(1), "nomes", new byte[] {'S', (byte) 0xE3, 'o'}, headers(3));
        put(now.minusSeconds(2), null, "ç".repeat(300).getBytes(UTF_8), headers(2));
        put(now, "by-hand", null, new RecordHeaders());

        JsonNode letters = http.get("/api/dead-letters?limit=3").json();

        assertThat(letters).hasSize(3);
        assertThat(letters.get(0).get("topic").asText()).isEqualTo("escriba.dead-letter");
        assertThat(letters.get(0).get("reason").asText()).contains("does not say where it comes from");
        assertThat(letters.get(0).get("bytes").asInt()).isZero();
        assertThat(letters.get(1))
                .hasToString("{\"topic\":\"escriba.corpus\",\"partition\":2,\"offset\":3,\"reason\":\"Reason 3.\","
                        + "\"key\":\"nomes\",\"timestamp\":\"" + now.minusSeconds(1)
                        + "\",\"bytes\":3,\"beginning\":\"S\uFFFDo\"}");
        assertThat(letters.get(2).get("offset").asLong()).isEqualTo(2);
        assertThat(letters.get(2).get("key").isNull()).isTrue();
        assertThat(letters.get(2).get("bytes").asInt()).isEqualTo(600);
        assertThat(letters.get(2).get("beginning").asText()).isEqualTo("ç".repeat(200));
        assertThat(http.get("/api/dead-letters").json()).hasSize(4);
    }

    @Test
    void refusesOtherLimits() {
        for (String limit : new String[] {"0", "1001", "many"}) {
            Answer answer = http.get("/api/dead-letters?limit=" + limit);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().get("detail").asText())
                    .isEqualTo("limit is '" + limit + "'; use a whole number from 1 to 1000.");
        }
    }

    private static Headers headers(long offset) {
        return DeadLetters.headers(
                new RecordHeaders(), new DeadLetters.Origin("escriba.corpus", 2, offset, "Reason " + offset + "."));
    }

    private void put(Instant timestamp, @Nullable String key, byte @Nullable [] value, Headers headers) {
        log.write(new ProducerRecord<>(
                Topic.DEAD_LETTER.topicName(), null, timestamp.toEpochMilli(), key, value, headers));
    }
}
