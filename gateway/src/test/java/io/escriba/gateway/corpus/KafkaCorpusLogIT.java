package io.escriba.gateway.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.corpus.CorpusLog.Publication;
import io.escriba.gateway.corpus.CorpusLog.Range;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.IdempotencyKey;
import io.escriba.kafka.Topic;
import io.escriba.name.Name;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways that share a broker, and what each lets happen at once. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // set before each test
final class KafkaCorpusLogIT extends RunningGateway {
    private static final Optional<IdempotencyKey> KEY = Optional.of(new IdempotencyKey("k"));

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private KafkaCorpusLog here;
    private KafkaCorpusLog there;

    @BeforeEach
    void open() {
        here = gateway("here");
        there = gateway("there");
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void oneGatewayWritesOneTextAtATimeToACorpus() {
        Name corpus = new Name("log-one");

        try (Publication first = here.begin(corpus, Optional.empty())) {
            assertStatus(409, () -> here.begin(corpus, Optional.empty()));
            assertStatus(409, () -> here.begin(corpus, KEY));
            assertStatus(409, () -> here.delete(corpus));
            first.append("um".getBytes(UTF_8));
            first.commit(Optional.empty(), range -> receipt(corpus, range));
        }

        here.delete(corpus);
        assertThat(log.await(Topic.CORPUS, "log-one", 2)).hasSize(2);
    }

    @Test
    void oneGatewayWritesAFewTextsAtATime() {
        try (Publication one = here.begin(new Name("log-a"), Optional.empty());
                Publication two = here.begin(new Name("log-b"), KEY)) {
            assertThat(two.earlier()).isEqualTo(one.earlier());
            assertStatus(429, () -> here.begin(new Name("log-c"), Optional.empty()));
        }

        here.begin(new Name("log-c"), Optional.empty()).close();
    }

    @Test
    void ofTwoGatewaysWithOneKeyTheLaterOneWrites() {
        Name corpus = new Name("log-fenced");
        Receipt stored;
        try (Publication early = here.begin(corpus, KEY)) {
            early.append("lost".getBytes(UTF_8));
            try (Publication late = there.begin(corpus, KEY)) {
                assertThat(late.earlier()).isEmpty();
                late.append("kept".getBytes(UTF_8));
                assertThat(assertStatus(409, () -> early.commit(Optional.empty(), range -> receipt(corpus, range))))
                        .hasMessageContaining("'k' has taken over");
                stored = late.commit(Optional.empty(), range -> receipt(corpus, range));
            }
        }

        try (Publication again = here.begin(corpus, KEY)) {
            assertThat(again.earlier()).contains(stored);
        }
        assertThat(log.await(Topic.CORPUS, "log-fenced", 1))
                .extracting(ConsumerRecord::value)
                .containsExactly("kept".getBytes(UTF_8));
    }

    private KafkaCorpusLog gateway(String instance) {
        return new KafkaCorpusLog(Map.of("bootstrap.servers", bootstrapServers), instance, 2, Duration.ofMinutes(1));
    }

    private static Receipt receipt(Name corpus, Range range) {
        return new Receipt(
                corpus,
                4,
                4,
                "ab",
                range.partition(),
                range.firstOffset(),
                range.lastOffset(),
                false,
                Optional.empty());
    }

    private static ProblemException assertStatus(int status, Runnable action) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, action::run);
        assertThat(refused).isNotNull();
        assertThat(refused.problem().status()).isEqualTo(status);
        assertThat(refused.problem().retryAfter()).isPresent();
        return refused;
    }
}
