package io.escriba.inference.grpc;

import io.escriba.grpc.v1.ScoreResponse;
import io.escriba.grpc.v1.Start;
import io.escriba.grpc.v1.Text;
import io.escriba.inference.batch.ScoreReader;
import io.escriba.inference.sampling.Likelihood;
import io.escriba.model.ModelVersion;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;

/**
 * Sends to a caller of {@code Score} how likely its text is, stretch by stretch.
 *
 * @param model told at the beginning
 */
record CallScorer(ServerCallStreamObserver<ScoreResponse> call, ModelVersion model) implements ScoreReader {
    @Override
    public boolean isReady() {
        return call.isReady();
    }

    @Override
    public void begin(boolean exact) {
        call.onNext(ScoreResponse.newBuilder()
                .setStart(Start.newBuilder().setVersion(model.version()).setExact(exact))
                .build());
    }

    @Override
    public void scored(int index, String characters, List<Likelihood> likelihoods) {
        Text.Builder text = Text.newBuilder().setText(characters).setIndex(index);
        likelihoods.forEach(likelihood -> text.addLogProbabilities(LikelihoodMessages.message(likelihood)));
        call.onNext(ScoreResponse.newBuilder().setText(text).build());
    }

    @Override
    public void end() {
        call.onCompleted();
    }

    @Override
    public void failed(RuntimeException reason) {
        call.onError(Statuses.ofLogged(reason));
    }
}
