package io.escriba.gateway.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why a request was refused or failed.
 *
 * @param status of HTTP
 * @param detail what was wrong, where, and what to do
 * @param faults everything that is wrong with the request, when it is the request
 * @param retryAfter when it makes sense to try again
 */
public record Problem(int status, String detail, List<Fault> faults, Optional<Duration> retryAfter) {
    public Problem {
        faults = List.copyOf(faults);
    }
}
