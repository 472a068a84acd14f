package io.escriba.training;

import java.time.Duration;
import java.util.Optional;

/**
 * When a training ends: at whichever limit is reached first.
 *
 * @param epochs passes over the text, at least 1
 * @param steps at least 1
 * @param timeBudget above 0
 * @param patience evaluations in a row without a lower validation loss, at least 1
 */
public record LimitSpec(
        Optional<Long> epochs, Optional<Long> steps, Optional<Duration> timeBudget, Optional<Long> patience) {
    void check(Problems problems) {
        problems.positive("epochs", epochs);
        problems.positive("steps", steps);
        problems.check(
                timeBudget.map(t -> t.compareTo(Duration.ZERO) > 0).orElse(true),
                "timeBudget is " + timeBudget.orElse(Duration.ZERO) + "; use a duration above 0, such as PT3M.");
        problems.positive("patience", patience);
        problems.check(
                epochs.isPresent() || steps.isPresent() || timeBudget.isPresent(),
                "Nothing ends the training; give epochs, steps or timeBudget.");
    }
}
