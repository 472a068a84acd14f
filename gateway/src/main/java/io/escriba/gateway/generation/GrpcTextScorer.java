package io.escriba.gateway.generation;

import io.escriba.grpc.v1.ScoreRequest;
import io.escriba.grpc.v1.ScoreResponse;
import io.escriba.model.ModelVersion;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Has texts scored by the inference service. */
final class GrpcTextScorer implements TextScorer {
    private final InferenceCalls calls;

    GrpcTextScorer(InferenceCalls calls) {
        this.calls = calls;
    }

    @Override
    public Uni<List<Likelihood>> score(ModelVersion model, String prompt, String text, int candidates) {
        ScoreRequest message = ScoreRequest.newBuilder()
                .setModel(model.name().value())
                .setVersion(model.version())
                .setPrompt(prompt)
                .setText(text)
                .setCandidates(candidates)
                .build();
        return calls.<ScoreRequest, ScoreResponse>call(model, (stub, observer) -> stub.score(message, observer))
                .select()
                .where(ScoreResponse::hasText)
                .onItem()
                .transformToIterable(response -> LikelihoodMessages.of(response.getText()))
                .collect()
                .asList();
    }
}
