package io.escriba.inference.grpc;

import io.escriba.grpc.v1.End;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.Start;
import io.escriba.grpc.v1.Text;
import io.escriba.inference.batch.Ending;
import io.escriba.inference.batch.Reader;
import io.escriba.inference.sampling.Likelihood;
import io.escriba.model.ModelVersion;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;

/**
 * Sends a text to a caller of {@code Generate}, each character as it comes.
 *
 * @param model told at the beginning
 * @param promptCharacters told at the end
 */
record CallReader(ServerCallStreamObserver<GenerateResponse> call, ModelVersion model, long promptCharacters)
        implements Reader {
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
        Text.Builder text = Text.newBuilder().setText(character).setIndex(index);
        likelihood.map(LikelihoodMessages::message).ifPresent(text::addLogProbabilities);
        call.onNext(GenerateResponse.newBuilder().setText(text).build());
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
        call.onError(Statuses.of(reason));
    }
}
