package io.escriba.gateway.generation;

import io.escriba.grpc.v1.End;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.Sampling;
import io.escriba.grpc.v1.Text;
import io.escriba.grpc.v1.UnknownCharacters;
import io.escriba.log.LogSubject;
import io.escriba.model.ModelVersion;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Multi;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Has texts written by the inference service. */
final class GrpcTextGenerator implements TextGenerator {
    private static final Logger LOG = Logger.getLogger(GrpcTextGenerator.class);

    private final InferenceCalls calls;
    private final SnapshotKeepers keepers;
    private final boolean resumable;
    private final LogSubject subject;
    private final Context trace;

    GrpcTextGenerator(InferenceCalls calls, SnapshotKeepers keepers) {
        this(calls, keepers, false, LogSubject.NONE, Context.root());
    }

    private GrpcTextGenerator(
            InferenceCalls calls, SnapshotKeepers keepers, boolean resumable, LogSubject subject, Context trace) {
        this.calls = calls;
        this.keepers = keepers;
        this.resumable = resumable;
        this.subject = subject;
        this.trace = trace;
    }

    @Override
    public TextGenerator about(LogSubject texts) {
        return new GrpcTextGenerator(calls, keepers, resumable, texts, Context.current());
    }

    @Override
    public TextGenerator resumable() {
        return new GrpcTextGenerator(calls, keepers, true, subject, trace);
    }

    @Override
    public Multi<Generated> write(TextRequest request, long skip) {
        if (request.maxCharacters() == 0) {
            return Multi.createFrom().item(new Generated.End(Generated.Reason.LENGTH, request.promptCharacters(), 0));
        }
        Multi<Generated> written = responses(request.model(), message(request, skip))
                .select()
                .where(response -> !response.hasStart() && !response.hasSnapshot())
                .map(GrpcTextGenerator::generated);
        return LOG.isDebugEnabled()
                ? written.onTermination().invoke((failure, cancelled) -> logEnd(request, failure, cancelled))
                : written;
    }

    private Multi<GenerateResponse> responses(ModelVersion model, GenerateRequest request) {
        boolean begun = request.getSkip() > 0;
        if (!resumable) {
            return calls.resume(model, begun, () -> new Continuation(request, snapshot -> {}, trace));
        }
        KeptText text = keepers.text(model, request);
        return text.fromWhatIsKept(request, trace).onItem().transformToMulti(known -> {
            // For one subscriber, so that nobody holds the first snapshot but the continuation.
            Continuation continuation = new Continuation(known, text::keep, trace);
            return calls.resume(model, begun, () -> continuation);
        });
    }

    private void logEnd(TextRequest request, @Nullable Throwable failure, boolean cancelled) {
        String how = failure != null ? "breaks off: " + failure.getMessage() : cancelled ? "has no reader." : "ends.";
        subject.run(() -> LOG.debugf("A text of %s %s", request.model(), how));
    }

    private GenerateRequest message(TextRequest request, long skip) {
        io.escriba.sampling.Sampling sampling = request.sampling();
        GenerateRequest.Builder message = GenerateRequest.newBuilder()
                .setModel(request.model().name().value())
                .setVersion(request.model().version())
                .setPrompt(request.prompt())
                .setSkip(skip)
                .setMaxCharacters(request.maxCharacters())
                .setSnapshotInterval(Continuation.SNAPSHOT_INTERVAL)
                .setSampling(Sampling.newBuilder()
                        .setTemperature(sampling.temperature())
                        .setTopK(sampling.topK())
                        .setTopP(sampling.topP())
                        .setRepetitionPenalty(sampling.repetitionPenalty())
                        .setIgnoreEnd(sampling.ignoreEnd())
                        .setSeed(sampling.seed()))
                .addAllStop(request.stop())
                .setUnknown(UnknownCharacters.UNKNOWN_CHARACTERS_REFUSE)
                .setStream(subject.id());
        request.candidates().ifPresent(message::setLogProbabilities);
        return message.build();
    }

    private static Generated generated(GenerateResponse response) {
        return switch (response.getEventCase()) {
            case TEXT -> text(response.getText());
            case END -> end(response.getEnd());
            case START, SNAPSHOT, EVENT_NOT_SET ->
                throw new IllegalStateException(
                        "The inference service sent an event of a kind that this gateway does not know. Bring both to the"
                                + " same version of Escriba.");
        };
    }

    private static Generated.Text text(Text text) {
        return new Generated.Text(text.getText(), text.getIndex(), LikelihoodMessages.of(text));
    }

    private static Generated.End end(End end) {
        return new Generated.End(reason(end.getReason()), end.getPromptCharacters(), end.getGeneratedCharacters());
    }

    private static Generated.Reason reason(End.Reason reason) {
        return switch (reason) {
            case REASON_END_MARK -> Generated.Reason.END;
            case REASON_STOP_STRING -> Generated.Reason.STOP;
            case REASON_LENGTH, REASON_UNSPECIFIED, UNRECOGNIZED -> Generated.Reason.LENGTH;
        };
    }
}
