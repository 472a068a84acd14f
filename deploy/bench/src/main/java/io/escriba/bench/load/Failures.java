package io.escriba.bench.load;

import io.escriba.local.CommandException;
import java.util.Optional;

/**
 * Texts that were not complete though nobody cancelled them.
 *
 * @param first how the first of them ended, in words
 */
public record Failures(long count, Optional<String> first) {
    /** None so far. */
    public static final Failures NONE = new Failures(0, Optional.empty());

    /** These, and one more. */
    public Failures and(String how) {
        return new Failures(count + 1, first.or(() -> Optional.of(how)));
    }

    /** Those of both. */
    public Failures and(Failures others) {
        return new Failures(count + others.count, first.or(others::first));
    }

    /** How many, and why, if there are any. */
    public Optional<String> problem() {
        return first.map(how -> count + " texts were not complete. The first ended with " + how + ".");
    }

    /**
     * Checks that there are none.
     *
     * @throws CommandException when there are
     */
    public void requireNone() {
        problem().ifPresent(problem -> {
            throw new CommandException(problem);
        });
    }
}
