package io.escriba.inference.grpc;

import io.escriba.grpc.v1.End;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.Start;
import io.escriba.grpc.v1.Text;
import io.escriba.inference.batch.Ending;
import io.escriba.inference.batch.Order;
import io.escriba.inference.batch.Reader;
import io.escriba.inference.batch.Snapshot;
import io.escriba.inference.sampling.Likelihood;
import io.escriba.log.LogSubject;
import io.escriba.model.ModelVersion;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;

/** Sends a text to a caller of {@code Generate}, characters that come together in one message. Not thread-safe. */
final class CallReader implements Reader {
    /**
     * Characters that may be ready for a caller before it counts as slow, each in a message of its own. A message takes almost
     * 300 bytes of memory while it waits: with gRPC's own limit of 32 KiB, a caller would have more than half a megabyte.
     */
    private static final int AHEAD = 80;

    /** Bytes of a message with a character, and what each log-probability in it adds. */
    private static final int CHARACTER_BYTES = 12;

    private static final int LIKELIHOOD_BYTES = 16;

    private final ServerCallStreamObserver<GenerateResponse> call;
    private final ModelVersion model;
    private final long promptCharacters;
    private final LogSubject subject;

    /** What leaves with the next message. */
    private final StringBuilder characters = new StringBuilder();

    private final Text.Builder text = Text.newBuilder();

    /**
     * To this caller.
     *
     * @param model told at the beginning
     * @param promptCharacters told at the end
     * @param subject of what is logged of the text
     */
    CallReader(
            ServerCallStreamObserver<GenerateResponse> call,
            ModelVersion model,
            long promptCharacters,
            LogSubject subject) {
        this.call = call;
        this.model = model;
        this.promptCharacters = promptCharacters;
        this.subject = subject;
    }

    @Override
    public LogSubject subject() {
        return subject;
    }

    /** Bytes that may be ready for the caller of this order before it counts as slow. */
    static int ahead(Order order) {
        int likelihoods =
                order.likelihoods().isPresent() ? 1 + order.likelihoods().getAsInt() : 0;
        return AHEAD * (CHARACTER_BYTES + LIKELIHOOD_BYTES * likelihoods);
    }

    @Override
    public boolean isReady() {
        return call.isReady();
    }

    @Override
    public void begin(boolean exact) {
        call.onNext(GenerateResponse.newBuilder()
                .setStart(Start.newBuilder().setVersion(model.version()).setExact(exact))
                .build());
    }

    @Override
    public void character(long index, String character, Optional<Likelihood> likelihood) {
        if (characters.isEmpty()) {
            text.setIndex(index);
        }
        characters.append(character);
        likelihood.map(LikelihoodMessages::message).ifPresent(text::addLogProbabilities);
    }

    @Override
    public void flush() {
        call.onNext(GenerateResponse.newBuilder()
                .setText(text.setText(characters.toString()))
                .build());
        characters.setLength(0);
        text.clear();
    }

    @Override
    public void snapshot(Snapshot snapshot) {
        call.onNext(GenerateResponse.newBuilder()
                .setSnapshot(SnapshotMessages.message(snapshot))
                .build());
    }

    @Override
    public void end(Ending ending, long characters) {
        call.onNext(GenerateResponse.newBuilder()
                .setEnd(End.newBuilder()
                        .setReason(reason(ending))
                        .setPromptCharacters(promptCharacters)
                        .setGeneratedCharacters(characters))
                .build());
        call.onCompleted();
    }

    private static End.Reason reason(Ending ending) {
        return switch (ending) {
            case LENGTH -> End.Reason.REASON_LENGTH;
            case END_MARK -> End.Reason.REASON_END_MARK;
            case STOP_STRING -> End.Reason.REASON_STOP_STRING;
        };
    }

    @Override
    public void failed(RuntimeException reason) {
        call.onError(Statuses.ofLogged(reason));
    }
}
