package io.escriba.gateway.request;

import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of a query string. One that is wrong gives its default and a fault, so that {@link #throwIfFaulty} can
 * tell everything at once. Not thread-safe.
 */
public final class Query {
    private final List<Fault> faults = new ArrayList<>();

    /** A whole number between two bounds, both included. */
    public long whole(String parameter, Optional<String> value, long otherwise, long least, long most) {
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.get().strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        String range = most == Long.MAX_VALUE ? "from " + least + " on" : "from " + least + " to " + most;
        faults.add(new Fault(parameter, parameter + " is '" + value.get() + "'; use a whole number " + range + "."));
        return otherwise;
    }

    /**
     * Ends the request if something is wrong with it.
     *
     * @throws ProblemException (400) with everything that is wrong
     */
    public void throwIfFaulty() {
        if (!faults.isEmpty()) {
            throw ProblemException.badRequest(faults);
        }
    }
}
