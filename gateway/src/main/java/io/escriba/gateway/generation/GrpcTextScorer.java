package io.escriba.gateway.generation;

import io.escriba.grpc.v1.GenerationGrpc.GenerationStub;
import io.escriba.grpc.v1.ScoreRequest;
import io.escriba.grpc.v1.ScoreResponse;
import io.escriba.model.ModelVersion;
import io.grpc.stub.ClientResponseObserver;
import io.opentelemetry.context.Context;
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
        Context trace = Context.current();
        return calls.once(model, () -> new Scoring(message, trace))
                .select()
                .where(ScoreResponse::hasText)
                .onItem()
                .transformToIterable(response -> LikelihoodMessages.of(response.getText()))
                .collect()
                .asList();
    }

    /** What came of a text's scores is lost when its call fails. */
    private record Scoring(ScoreRequest request, Context trace) implements InferenceCall<ScoreRequest, ScoreResponse> {
        @Override
        public void begin(GenerationStub stub, ClientResponseObserver<ScoreRequest, ScoreResponse> observer) {
            TracedCalls.of(trace, stub).score(request, observer);
        }

        @Override
        public boolean take(ScoreResponse response) {
            return response.hasText();
        }
    }
}
