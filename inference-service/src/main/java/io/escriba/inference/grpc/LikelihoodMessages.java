package io.escriba.inference.grpc;

import io.escriba.grpc.v1.LogProbabilities;
import io.escriba.inference.sampling.Candidate;
import io.escriba.inference.sampling.Likelihood;

/** Log-probabilities as callers get them. */
final class LikelihoodMessages {
    private LikelihoodMessages() {}

    static LogProbabilities message(Likelihood likelihood) {
        LogProbabilities.Builder message = LogProbabilities.newBuilder().setLogProbability(likelihood.logProbability());
        for (Candidate candidate : likelihood.top()) {
            message.addTopBuilder().setCharacter(candidate.character()).setLogProbability(candidate.logProbability());
        }
        return message.build();
    }
}
