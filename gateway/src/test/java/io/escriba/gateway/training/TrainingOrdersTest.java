package io.escriba.gateway.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.Corpus;
import io.escriba.corpus.Dataset;
import io.escriba.gateway.corpus.Corpora;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.IdempotencyKey;
import io.escriba.gateway.request.Requests;
import io.escriba.gateway.training.JobLog.Order;
import io.escriba.json.Json;
import io.escriba.name.Name;
import io.escriba.training.TrainingJob;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TrainingOrdersTest {
    private static final Name POETA = new Name("poeta");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Corpus TEXTS = Corpora.corpus("textos", 13, 3, 4, 8);
    private static final Optional<IdempotencyKey> KEY = Optional.of(new IdempotencyKey("k"));

    private final InMemoryJobLog log = new InMemoryJobLog();
    private final TrainingOrders orders = new TrainingOrders(
            Corpora.catalog(TEXTS, Corpora.corpus("poeta", 5, 0, 0, 1), Corpora.corpus("vazio", 0, 1, 2, 2)),
            log,
            InstantSource.fixed(NOW),
            new Random(1));

    @Test
    void ordersATrainingOnAllTextOfTheCorpus() {
        TrainingRequest request = request("{\"corpus\": \"textos\", \"layers\": 2}");

        Order order = orders.order(POETA, request, Optional.empty());

        assertThat(order.job())
                .isEqualTo(new TrainingJob(
                        order.job().id(),
                        POETA,
                        new Dataset("escriba.corpus", 3, 4, 9, new Name("textos")),
                        Optional.of(Json.read("{\"layers\":2}", JsonNode.class)),
                        NOW));
        assertThat(order.job().id()).matches("poeta-r[0-9a-f]{16}");
        assertThat(order.replayed()).isFalse();
        assertThat(log.jobs).containsExactly(order.job());
    }

    @Test
    void aCorpusIsCalledLikeItsModel() {
        Order order = orders.order(POETA, request("{}"), Optional.empty());

        assertThat(order.job().dataset().corpus()).isEqualTo(POETA);
        assertThat(order.job().spec()).isEmpty();
    }

    @Test
    void twoOrdersAreTwoJobs() {
        orders.order(POETA, request("{}"), Optional.empty());
        orders.order(POETA, request("{}"), Optional.empty());

        assertThat(log.jobs).extracting(TrainingJob::id).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void twoOrdersByOneKeyAreOneJob() {
        Order first = orders.order(POETA, request("{\"layers\": 2}"), KEY);
        Order again = orders.order(POETA, request("{\"layers\": 2}"), KEY);

        assertThat(again).isEqualTo(new Order(first.job(), true));
        assertThat(log.jobs).hasSize(1);
    }

    @Test
    void refusesSomethingElseByTheSameKey() {
        orders.order(POETA, request("{\"layers\": 2}"), KEY);

        for (String other : new String[] {"{\"layers\": 3}", "{}", "{\"layers\": 2, \"corpus\": \"textos\"}"}) {
            ProblemException refused =
                    catchThrowableOfType(ProblemException.class, () -> orders.order(POETA, request(other), KEY));

            assertThat(refused.problem().status()).as(other).isEqualTo(422);
            assertThat(refused).hasMessageContaining("it trains on 'poeta' with {\"layers\":2}");
        }
    }

    @Test
    void needsAText() {
        assertThat(notFound("nada")).hasMessageContaining("There is no corpus 'nada' to train on.");
        assertThat(notFound("vazio")).hasMessageContaining("The corpus 'vazio' is empty.");
        assertThat(log.jobs).isEmpty();
    }

    @Test
    void tellsEverythingThatIsWrongTogether() {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> request("{\"corpus\": \"../etc\", \"layers\": 99, \"hiddenSize\": 0}"));

        assertThat(refused.problem().status()).isEqualTo(400);
        assertThat(refused)
                .hasMessageContaining("corpus: '../etc' is not a name.")
                .hasMessageContaining("layers is 99; use 1 to 8.")
                .hasMessageContaining("hiddenSize is 0; use 1 to 8192.");
    }

    @Test
    void refusesUnknownFields() {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> request("{\"hidden\": null}"));

        assertThat(refused).hasMessageContaining("Unknown: hidden.");
    }

    private ProblemException notFound(String corpus) {
        TrainingRequest request = request("{\"corpus\": \"" + corpus + "\"}");
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> orders.order(POETA, request, Optional.empty()));
        assertThat(refused.problem().status()).isEqualTo(404);
        return refused;
    }

    private static TrainingRequest request(String json) {
        return TrainingRequest.read(Requests.of(json));
    }
}
