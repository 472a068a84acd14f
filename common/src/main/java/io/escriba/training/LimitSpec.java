package io.escriba.training;

import java.time.Duration;
import java.util.Optional;

/** When a training ends: at whichever limit is reached first. */
public record LimitSpec(
        @Setting(
                value = "The training ends after so many passes over the text. Whichever of epochs, steps and"
                        + " timeBudget is reached first ends it; naming one drops the default of the others",
                range = "[1, )")
        Optional<Long> epochs,

        @Setting(value = "The training ends after so many steps", range = "[1, )")
        Optional<Long> steps,

        @Setting(value = "The training ends after this time, an ISO 8601 duration above 0 such as PT3M", chosen = true)
        Optional<Duration> timeBudget,

        @Setting(
                value = "The training ends after so many evaluations in a row without a lower validation loss",
                range = "[1, )")
        Optional<Long> patience) {
    void check(Problems problems) {
        problems.check(this);
        problems.check(
                timeBudget.map(t -> t.compareTo(Duration.ZERO) > 0).orElse(true),
                "timeBudget is " + timeBudget.orElse(Duration.ZERO) + "; use a duration above 0, such as PT3M.");
        problems.check(
                epochs.isPresent() || steps.isPresent() || timeBudget.isPresent(),
                "Nothing ends the training; give epochs, steps or timeBudget.");
    }
}
