package io.escriba.gateway.generation;

import io.escriba.grpc.v1.LogProbabilities;
import io.escriba.grpc.v1.Text;
import java.util.List;

/** Reads log-probabilities as the inference service sends them. */
final class LikelihoodMessages {
    private LikelihoodMessages() {}

    /** One for each character of the text, or none at all. */
    static List<Likelihood> of(Text text) {
        return text.getLogProbabilitiesList().stream()
                .map(LikelihoodMessages::likelihood)
                .toList();
    }

    private static Likelihood likelihood(LogProbabilities message) {
        return new Likelihood(
                message.getLogProbability(),
                message.getTopList().stream()
                        .map(candidate ->
                                new Likelihood.Candidate(candidate.getCharacter(), candidate.getLogProbability()))
                        .toList());
    }
}
