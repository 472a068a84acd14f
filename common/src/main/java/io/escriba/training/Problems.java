package io.escriba.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what is wrong with a spec, so that one answer says it all. */
final class Problems {
    private final List<String> found = new ArrayList<>();

    void check(boolean holds, String problem) {
        if (!holds) {
            found.add(problem);
        }
    }

    void range(String field, long value, long least, long most) {
        check(value >= least && value <= most, field + " is " + value + "; use " + least + " to " + most + ".");
    }

    void belowOne(String field, double value) {
        check(value >= 0 && value < 1, field + " is " + value + "; use 0 to below 1.");
    }

    void aboveZero(String field, double value, double most) {
        check(
                value > 0 && value <= most,
                field + " is " + value + "; use a number above 0"
                        + (Double.isInfinite(most) ? "." : " and at most " + most + "."));
    }

    void positive(String field, Optional<Long> value) {
        check(value.orElse(1L) >= 1, field + " is " + value.orElse(1L) + "; use at least 1.");
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidSpecException(found);
        }
    }
}
