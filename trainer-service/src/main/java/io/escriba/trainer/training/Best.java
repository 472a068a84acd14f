package io.escriba.trainer.training;

import io.escriba.model.Metrics;
import io.escriba.trainer.network.CharacterNetwork;
import io.escriba.trainer.network.Weights;
import io.escriba.trainer.ngram.NgramTables;
import java.util.Optional;

/** The weights with the lowest validation loss so far. Not thread-safe. */
final class Best {
    private Optional<Version> version = Optional.empty();
    private long evaluationsSince;

    /** Weights with their losses in nats per character. */
    private record Version(double validationLoss, double trainingLoss, Weights weights) {}

    /**
     * Its numbers without the weights.
     *
     * @param evaluationsSince evaluations after it, none of which was better
     */
    record Score(double validationLoss, double trainingLoss, long evaluationsSince) {}

    /** Whether these weights are better than all before; then they are kept. */
    boolean offer(double validationLoss, double trainingLoss, CharacterNetwork network) {
        boolean improved =
                version.map(best -> validationLoss < best.validationLoss()).orElse(true);
        if (improved) {
            version = Optional.of(new Version(validationLoss, trainingLoss, network.weights()));
        }
        evaluationsSince = improved ? 0 : evaluationsSince + 1;
        return improved;
    }

    boolean isOutOfPatience(Optional<Long> patience) {
        return patience.filter(limit -> evaluationsSince >= limit).isPresent();
    }

    /** Empty before the first evaluation. */
    Optional<Score> score() {
        return version.map(best -> new Score(best.validationLoss(), best.trainingLoss(), evaluationsSince));
    }

    /** Empty before the first evaluation. */
    Optional<Weights> weights() {
        return version.map(Version::weights);
    }

    void resume(Score score, Weights weights) {
        version = Optional.of(new Version(score.validationLoss(), score.trainingLoss(), weights));
        evaluationsSince = score.evaluationsSince();
    }

    TrainedNetwork trained(CharacterNetwork network, Optional<NgramTables> ngrams, long steps, double seconds) {
        Version best = version.orElseThrow();
        return new TrainedNetwork(
                network.shape(),
                best.weights(),
                ngrams,
                new Metrics(
                        best.trainingLoss(),
                        best.validationLoss(),
                        steps,
                        seconds,
                        network.shape().parameterCount()));
    }
}
