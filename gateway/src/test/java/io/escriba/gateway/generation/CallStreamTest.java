package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.FakeInference;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.GenerationGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything runs on this thread, so what has not happened when a call returns does not happen. */
final class CallStreamTest {
    private final FakeInference inference = new FakeInference();
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void connect() throws IOException {
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(inference)
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void takesNoMoreThanWasRequested() {
        AssertSubscriber<GenerateResponse> subscriber =
                stream(FakeInference.ENDLESS).subscribe().withSubscriber(AssertSubscriber.create(0));

        subscriber.assertHasNotReceivedAnyItem().assertNotTerminated();
        subscriber.request(3);
        assertThat(subscriber.getItems()).hasSize(3);
        assertThat(inference.sent()).isLessThan(10);

        subscriber.request(2);
        assertThat(subscriber.getItems()).hasSize(5);
        subscriber.assertNotTerminated();
    }

    @Test
    void cancelsTheCall() {
        AssertSubscriber<GenerateResponse> subscriber =
                stream(FakeInference.ENDLESS).subscribe().withSubscriber(AssertSubscriber.create(1));

        subscriber.cancel();

        assertThat(inference.cancelled()).isDone();
        assertThat(subscriber.getItems()).hasSize(1);
    }

    @Test
    void cancelsTheCallAlsoWhenItsFirstMessageIsEnough() {
        GenerateResponse first =
                stream(FakeInference.ENDLESS).select().first().toUni().await().indefinitely();

        assertThat(first.hasStart()).isTrue();
        assertThat(inference.cancelled()).isDone();
    }

    @Test
    void endsWithTheCall() {
        AssertSubscriber<GenerateResponse> subscriber =
                stream(FakeInference.NAMES).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

        subscriber.assertCompleted();
        assertThat(subscriber.getItems()).hasSize((int) FakeInference.NAME_LENGTH + 2);
    }

    @Test
    void failsWithTheCall() {
        AssertSubscriber<GenerateResponse> subscriber =
                stream("nothing").subscribe().withSubscriber(AssertSubscriber.create(1));

        assertThat(Status.fromThrowable(subscriber.getFailure()).getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void callsAnewForEachSubscriber() {
        Multi<GenerateResponse> stream = stream(FakeInference.NAMES);

        assertThat(stream.collect().asList().await().indefinitely())
                .isEqualTo(stream.collect().asList().await().indefinitely());
        assertThat(inference.requests()).hasSize(2);
    }

    private Multi<GenerateResponse> stream(String model) {
        GenerateRequest request = GenerateRequest.newBuilder()
                .setModel(model)
                .setMaxCharacters(100)
                .build();
        return CallStream.of(observer -> GenerationGrpc.newStub(channel).generate(request, observer));
    }
}
