package io.escriba.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.generation.Generated;
import io.escriba.gateway.generation.Generated.End;
import io.escriba.gateway.generation.Generated.Reason;
import io.escriba.gateway.generation.Generated.Text;
import io.escriba.gateway.generation.TextGenerator;
import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.Query;
import io.escriba.gateway.security.limit.FreePlaces;
import io.escriba.gateway.sse.ServerSentEvent;
import io.escriba.log.LogSubject;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class StreamTellingTest {
    private static final TextRequest TEXT =
            new TextRequest(new ModelVersion(new Name("poems"), 3), "O ", 40, new Sampling(0.5, 0, 7));
    private final ProblemException away = ProblemException.gone("It went away.");
    private final Writers writers = new Writers();
    private final SimulatedTimer timer = new SimulatedTimer();

    @Test
    void eachEventNamesWhatWasReachedInAllTexts() {
        AssertSubscriber<ServerSentEvent> reader = read(Positions.begin(2), 0.5, 1.5);

        writers.of(0.5).emit(new Text("ab", 0));
        writers.of(1.5).emit(new Text("x", 0));
        writers.of(0.5).emit(new Text("c", 2));

        reader.assertItems(
                ServerSentEvent.resumable("2,0", "text", "{\"text\":\"ab\",\"index\":0,\"temperature\":0.5}"),
                ServerSentEvent.resumable("2,1", "text", "{\"text\":\"x\",\"index\":0,\"temperature\":1.5}"),
                ServerSentEvent.resumable("3,1", "text", "{\"text\":\"c\",\"index\":2,\"temperature\":0.5}"));
    }

    @Test
    void theStreamEndsWhenAllTextsHave() {
        AssertSubscriber<ServerSentEvent> reader = read(Positions.begin(2), 0.5, 1.5);

        writers.of(1.5).emit(new End(Reason.STOP, 2, 0)).complete();
        reader.assertNotTerminated();
        writers.of(0.5).emit(new Text("a", 0)).emit(new End(Reason.END, 2, 1)).complete();

        reader.assertCompleted();
        assertThat(reader.getItems().get(0))
                .isEqualTo(ServerSentEvent.resumable(
                        "0,0e",
                        "end",
                        "{\"reason\":\"stop\",\"promptCharacters\":2,\"generatedCharacters\":0,\"temperature\":1.5}"));
        assertThat(reader.getItems())
                .extracting(event -> event.id().orElseThrow())
                .endsWith("1,0e", "1e,0e");
    }

    @Test
    void everyTextGoesOnWhereItsReaderLeftIt() {
        AssertSubscriber<ServerSentEvent> reader = read(positions("12,40e,9"), 0.5, 1.5, 2.0);

        assertThat(writers.skipped).isEqualTo(Map.of(0.5, 12L, 2.0, 9L));
        writers.of(2).emit(new Text("y", 9));
        reader.assertItems(
                ServerSentEvent.resumable("12,40e,10", "text", "{\"text\":\"y\",\"index\":9,\"temperature\":2.0}"));
    }

    @Test
    void whoHasEveryCharacterIsStillToldTheEnd() {
        AssertSubscriber<ServerSentEvent> reader = read(positions("40,5,99"), 0.5, 1.5, 2.0);

        assertThat(writers.skipped).isEqualTo(Map.of(0.5, 40L, 1.5, 5L, 2.0, 40L));
        writers.of(0.5).emit(new End(Reason.LENGTH, 2, 40)).complete();
        writers.of(1.5).emit(new End(Reason.END, 2, 5)).complete();
        writers.of(2).emit(new End(Reason.LENGTH, 2, 40)).complete();

        reader.assertCompleted();
        assertThat(reader.getItems())
                .extracting(event -> event.name().orElseThrow() + event.id().orElseThrow())
                .containsExactly("end40e,5,99", "end40e,5e,99", "end40e,5e,40e");
    }

    @Test
    void nothingIsLeftOfTextsThatAreOver() {
        assertThat(telling(positions("40e,5"), 0.5, 1.5).unfinished()).isEqualTo(1);
        assertThat(telling(positions("40e,0e"), 0.5, 1.5).unfinished()).isZero();
    }

    @Test
    void aTextThatBreaksOffDoesNotEndTheOthers() {
        AssertSubscriber<ServerSentEvent> reader = read(Positions.begin(2), 0.5, 1.5);
        writers.of(0.5).emit(new Text("a", 0));

        writers.of(1.5).fail(away);
        writers.of(0.5).emit(new Text("b", 1));

        assertThat(reader.getItems()).hasSize(3);
        ServerSentEvent problem = reader.getItems().get(1);
        assertThat(problem.id()).isEmpty();
        assertThat(problem.data().orElseThrow())
                .contains("\"detail\":\"It went away.\"")
                .endsWith(",\"temperature\":1.5}");
        assertThat(reader.getItems().get(2).id()).contains("2,0");
    }

    @Test
    void aRefusalBeforeTheFirstEventRefusesTheStream() {
        StreamTelling telling = telling(Positions.begin(2), 0.5, 1.5);
        AssertSubscriber<ServerSentEvent> reader =
                telling.events(FreePlaces.of(3)).subscribe().withSubscriber(AssertSubscriber.create(9));

        writers.of(1.5).fail(away);

        reader.assertFailedWith(ProblemException.class, "It went away.");
        assertThat(writers.of(0.5).isCancelled()).isTrue();
        assertThat(telling.problem(away.problem()))
                .singleElement()
                .satisfies(event -> assertThat(event.data().orElseThrow()).endsWith(",\"temperature\":1.5}"));
    }

    @Test
    void oneTextIsNotMarked() {
        StreamTelling telling = telling(Positions.begin(1));
        AssertSubscriber<ServerSentEvent> reader =
                telling.events(FreePlaces.of(3)).subscribe().withSubscriber(AssertSubscriber.create(9));

        writers.of(0.5).emit(new Text("a", 0));

        reader.assertItems(ServerSentEvent.resumable("1", "text", "{\"text\":\"a\",\"index\":0}"));
        assertThat(telling.problem(away.problem())).singleElement().isEqualTo(ServerSentEvent.problem(away.problem()));
        writers.of(0.5).fail(away);
        reader.assertFailedWith(ProblemException.class, "It went away.");
    }

    @Test
    void everyTextHasThePace() {
        StreamRequest request = new StreamRequest(TEXT, List.of(0.5, 1.5), OptionalDouble.of(10));
        TextGenerator quick =
                (text, skip) -> Multi.createFrom().range(0, 20).map(index -> (Generated) new Text("a", index));
        AssertSubscriber<ServerSentEvent> reader = new StreamTelling(
                        quick, timer, request, Positions.begin(2), LogSubject.NONE)
                .events(FreePlaces.of(3))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(100));

        assertThat(reader.getItems()).hasSize(2);
        timer.pass(500_000_000);

        assertThat(reader.getItems())
                .hasSize(12)
                .last()
                .satisfies(event -> assertThat(event.id()).contains("6,6"));
    }

    private static Positions positions(String id) {
        return Positions.parse("from", id, id.split(",").length, new Query()).orElseThrow();
    }

    private AssertSubscriber<ServerSentEvent> read(Positions start, Double... temperatures) {
        return telling(start, temperatures)
                .events(FreePlaces.of(3))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(9));
    }

    private StreamTelling telling(Positions start, Double... temperatures) {
        return new StreamTelling(
                writers,
                timer,
                new StreamRequest(TEXT, List.of(temperatures), OptionalDouble.empty()),
                start,
                LogSubject.NONE);
    }

    /** Texts that a test writes, known by their temperatures. */
    private static final class Writers implements TextGenerator {
        private final Map<Double, MultiEmitter<? super Generated>> emitters = new HashMap<>();
        private final Map<Double, Long> skipped = new HashMap<>();

        @SuppressWarnings("unchecked") // An emitter of anything above Generated takes Generated.
        MultiEmitter<Generated> of(double temperature) {
            return (MultiEmitter<Generated>) Objects.requireNonNull(emitters.get(temperature));
        }

        @Override
        public Multi<Generated> write(TextRequest request, long skip) {
            double temperature = request.sampling().temperature();
            skipped.put(temperature, skip);
            return Multi.createFrom().emitter(emitter -> emitters.put(temperature, emitter));
        }
    }
}
