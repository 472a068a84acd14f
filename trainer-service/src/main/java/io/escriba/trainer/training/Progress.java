package io.escriba.trainer.training;

import io.escriba.training.LimitSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How much of the training is done, by whichever of the spec's limits is nearest. */
final class Progress {
    private final LimitSpec spec;
    private final InstantSource clock;
    private final Instant start;

    /** The progress of a training that begins now. */
    Progress(LimitSpec spec, InstantSource clock) {
        this(spec, clock, 0);
    }

    private Progress(LimitSpec spec, InstantSource clock, double before) {
        this.spec = spec;
        this.clock = clock;
        this.start = clock.instant().minusNanos((long) (before * 1e9));
    }

    /**
     * The progress of one that goes on now.
     *
     * @param before seconds that it has taken so far
     */
    Progress resumed(double before) {
        return new Progress(spec, clock, before);
    }

    /** 0 at the start, 1 or more when the training is to end. */
    double done(long steps, double epochs) {
        double byEpochs = spec.epochs().map(limit -> epochs / limit).orElse(0.0);
        double bySteps = spec.steps().map(limit -> (double) steps / limit).orElse(0.0);
        double byTime = spec.timeBudget()
                .map(limit -> seconds() / (limit.toNanos() / 1e9))
                .orElse(0.0);
        return Math.max(byEpochs, Math.max(bySteps, byTime));
    }

    /** What the training has taken so far, in seconds; without the time in which no process worked on it. */
    double seconds() {
        return Duration.between(start, clock.instant()).toNanos() / 1e9;
    }
}
