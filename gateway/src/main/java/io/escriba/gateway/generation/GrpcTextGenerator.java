package io.escriba.gateway.generation;

import io.escriba.grpc.v1.End;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.GenerationGrpc;
import io.escriba.grpc.v1.Sampling;
import io.escriba.grpc.v1.UnknownCharacters;
import io.escriba.model.ModelVersion;
import io.grpc.Status;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Has texts written by the inference service. */
final class GrpcTextGenerator implements TextGenerator {
    /** With these pauses, doubling from the first to the longest, the attempts span about 10 seconds. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final int ATTEMPTS = 24;

    private final InferenceServers servers;
    private final Predicate<ModelVersion> published;

    /**
     * Has texts written by these servers.
     *
     * @param published whether a version is known to exist, so that a server which lacks it is only late
     */
    GrpcTextGenerator(InferenceServers servers, Predicate<ModelVersion> published) {
        this.servers = servers;
        this.published = published;
    }

    @Override
    public Multi<Generated> write(TextRequest request, long skip) {
        GenerateRequest message = message(request, skip);
        return Multi.createFrom().deferred(() -> {
            AtomicBoolean begun = new AtomicBoolean();
            return call(message)
                    .onItem()
                    .invoke(() -> begun.set(true))
                    .onFailure(failure -> !begun.get() && isLate(failure, request.model()))
                    .retry()
                    .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                    .atMost(ATTEMPTS)
                    .onFailure()
                    .transform(InferenceProblems::of)
                    .select()
                    .where(response -> !response.hasStart())
                    .map(GrpcTextGenerator::generated);
        });
    }

    private Multi<GenerateResponse> call(GenerateRequest message) {
        return servers.choose()
                .onItem()
                .transformToMulti(server -> CallStream.<GenerateRequest, GenerateResponse>of(observer ->
                                GenerationGrpc.newStub(server.channel()).generate(message, observer))
                        .onTermination()
                        .invoke((failure, cancelled) -> server.done(failure)));
    }

    private boolean isLate(Throwable failure, ModelVersion model) {
        return Status.fromThrowable(failure).getCode() == Status.Code.NOT_FOUND && published.test(model);
    }

    private static GenerateRequest message(TextRequest request, long skip) {
        return GenerateRequest.newBuilder()
                .setModel(request.model().name().value())
                .setVersion(request.model().version())
                .setPrompt(request.prompt())
                .setSkip(skip)
                .setMaxCharacters(request.maxCharacters())
                .setSampling(Sampling.newBuilder()
                        .setTemperature(request.sampling().temperature())
                        .setTopK(request.sampling().topK())
                        .setSeed(request.sampling().seed()))
                .setUnknown(UnknownCharacters.UNKNOWN_CHARACTERS_REFUSE)
                .build();
    }

    private static Generated generated(GenerateResponse response) {
        return switch (response.getEventCase()) {
            case TEXT ->
                new Generated.Text(
                        response.getText().getText(), response.getText().getIndex());
            case END -> end(response.getEnd());
            case START, EVENT_NOT_SET ->
                throw new IllegalStateException(
                        "The inference service sent an event of a kind that this gateway does not know. Bring both to the"
                                + " same version of Escriba.");
        };
    }

    private static Generated.End end(End end) {
        return new Generated.End(
                end.getReason() == End.Reason.REASON_END_MARK ? Generated.Reason.END : Generated.Reason.LENGTH,
                end.getPromptCharacters(),
                end.getGeneratedCharacters());
    }
}
