package io.escriba.bench.inference;

import io.escriba.local.CommandException;
import java.util.Optional;

/**
 * Texts that were not complete though nobody cancelled them.
 *
 * @param first how the first of them ended, in words
 */
record Failures(long count, Optional<String> first) {
    /** None so far. */
    static final Failures NONE = new Failures(0, Optional.empty());

    /** These, and one more. */
    Failures and(String how) {
        return new Failures(count + 1, first.or(() -> Optional.of(how)));
    }

    /** Those of both. */
    Failures and(Failures others) {
        return new Failures(count + others.count, first.or(others::first));
    }

    /** How many, and why, if there are any. */
    Optional<String> problem() {
        return first.map(how -> count + " texts were not complete. The first ended with " + how + ".");
    }

    /**
     * Checks that there are none.
     *
     * @throws CommandException when there are
     */
    void requireNone() {
        problem().ifPresent(problem -> {
            throw new CommandException(problem);
        });
    }
}
