package io.escriba.gateway.security.body;

import io.escriba.gateway.problem.ProblemException;
import java.time.Duration;

/** What is said of bodies that are not taken. */
final class BodyProblems {
    private static final Duration SOON = Duration.ofSeconds(1);

    private BodyProblems() {}

    /**
     * Status 413.
     *
     * @param found what was found
     * @param most bytes that a body may have
     * @param setting that says so
     */
    static ProblemException tooLarge(String found, long most, String setting) {
        return ProblemException.tooLarge(found + ", and " + most + " are the most that this gateway takes (" + setting
                + "). Nothing of it was kept; send less at a time.");
    }

    /**
     * Status 408.
     *
     * @param found what was found; the time follows
     */
    static ProblemException tooLate(String found, Duration timeout, Throwable cause) {
        return ProblemException.tooLate(
                found + timeout.toMillis() / 1000.0
                        + " s (escriba.gateway.body-timeout). Nothing of it was kept; send it again, without a pause.",
                cause);
    }

    /** Status 429 for a body that would take more memory than there is for all together. */
    static ProblemException tooMany() {
        return ProblemException.tooMany(
                "This gateway holds as many bodies as it can: " + Bodies.LARGEST_AT_ONCE + " times " + BodyLimits.JSON
                        + ". Come back after the time in Retry-After.",
                SOON);
    }
}
