package io.escriba.gateway.security.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FewWorkers.class)
final class ArrivingBodyIT extends RunningGateway {
    private static final List<String> PATHS =
            List.of("/api/streams", "/v1/completions", "/api/models/letters/score", "/api/models/letters/train");
    private static final String SMALL = "{\"model\":\"letters\",\"prompt\":\"\"}";
    private static final String LARGE = SMALL + " ".repeat(FewWorkers.MOST - SMALL.length());
    private static final int HALF = FewWorkers.MOST - 48;

    private final List<HalfSentBody> senders = new ArrayList<>();

    @AfterEach
    void goAway() {
        senders.forEach(HalfSentBody::close);
    }

    @Test
    void manyBodiesThatArriveSlowlyHoldUpNobody() {
        // Many more than there are threads.
        for (int i = 0; i < Bodies.LARGEST_AT_ONCE; i++) {
            send(PATHS.get(i % PATHS.size()), SMALL, 10);
        }

        assertThat(http.get("/api/models").status()).isEqualTo(200);
        assertThat(http.get("/api/training").status()).isEqualTo(200);
        assertThat(http.post("/api/streams", SMALL).status()).isEqualTo(201);
        assertThat(http.post("/v1/completions", SMALL).status()).isEqualTo(200);

        assertThat(senders.get(0).complete()).isEqualTo("HTTP/1.1 201 Created");
        assertThat(senders.get(1).complete()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(senders.get(2).complete()).isEqualTo("HTTP/1.1 400 Bad Request");
    }

    @Test
    void bodiesThatWaitTakeNoMoreMemoryThanThereIs() {
        for (int i = 0; i < Bodies.LARGEST_AT_ONCE; i++) {
            send("/api/streams", LARGE, HALF);
        }

        Answer refused = http.await(() -> http.post("/api/streams", LARGE), answer -> answer.status() == 429);

        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.json().get("detail").asText()).contains("32 times escriba.gateway.max-json-body");
        assertThat(http.post("/api/streams", SMALL).status()).isEqualTo(201);
        assertThat(senders.get(0).complete()).isEqualTo("HTTP/1.1 201 Created");
        assertThat(http.post("/api/streams", LARGE).status()).isEqualTo(201);
    }

    @Test
    void bodiesThatBreakOffLeaveNothing() {
        for (int i = 0; i < Bodies.LARGEST_AT_ONCE; i++) {
            send("/api/streams", LARGE, HALF);
        }
        http.await(() -> http.post("/api/streams", LARGE), answer -> answer.status() == 429);

        goAway();

        http.await(() -> http.post("/api/streams", LARGE), answer -> answer.status() == 201);
    }

    private void send(String path, String body, int characters) {
        senders.add(new HalfSentBody(address, path, body, characters));
    }
}
