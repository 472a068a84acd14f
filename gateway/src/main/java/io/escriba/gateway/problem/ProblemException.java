package io.escriba.gateway.problem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A request that cannot be answered as it was meant; the problem says why. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** More than anybody reads; an answer must not be many times as long as its request. */
    private static final int MAX_FAULTS = 100;

    private final transient Problem problem;

    /** With the failure that led to it. */
    public ProblemException(Problem problem, Throwable cause) {
        super(problem.detail(), cause);
        this.problem = problem;
    }

    private ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** Status 400 for a request that is wrong as a whole. */
    public static ProblemException badRequest(String detail) {
        return new ProblemException(new Problem(400, detail, List.of(), Optional.empty()));
    }

    /** Status 400 for a request with these faults, of which there is at least one. Of very many, only the first are told. */
    public static ProblemException badRequest(List<Fault> faults) {
        return new ProblemException(of(400, faults));
    }

    private static Problem of(int status, List<Fault> faults) {
        List<Fault> told = new ArrayList<>(faults.subList(0, Math.min(faults.size(), MAX_FAULTS)));
        if (faults.size() > MAX_FAULTS) {
            told.add(new Fault(
                    told.get(0).field(), "There are " + (faults.size() - MAX_FAULTS) + " more problems like these."));
        }
        String detail = told.stream().map(Fault::message).collect(Collectors.joining(" "));
        return new Problem(status, detail, told, Optional.empty());
    }

    /** Status 401 for a request that does not show who it is from. */
    public static ProblemException unauthorized(String detail) {
        return new ProblemException(new Problem(401, detail, List.of(), Optional.empty()));
    }

    /** Status 403 for something that whoever asks may not have. */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(new Problem(403, detail, List.of(), Optional.empty()));
    }

    /** Status 403 for a request that comes from where it may not come, as these faults say. */
    public static ProblemException forbidden(List<Fault> faults) {
        return new ProblemException(of(403, faults));
    }

    /** Status 404 for something that is not there. */
    public static ProblemException notFound(String field, String detail) {
        return new ProblemException(new Problem(404, detail, List.of(new Fault(field, detail)), Optional.empty()));
    }

    /** Status 408 for a body that does not come in time. */
    public static ProblemException tooLate(String detail, Throwable cause) {
        return new ProblemException(new Problem(408, detail, List.of(), Optional.empty()), cause);
    }

    /** Status 409 for something that cannot be done while something else is. */
    public static ProblemException conflict(String detail, Duration retryAfter) {
        return new ProblemException(new Problem(409, detail, List.of(), Optional.of(retryAfter)));
    }

    /** Status 409 for something that cannot be done any more. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(new Problem(409, detail, List.of(), Optional.empty()));
    }

    /** Status 410 for something that has had its time. */
    public static ProblemException gone(String detail) {
        return new ProblemException(new Problem(410, detail, List.of(), Optional.empty()));
    }

    /** Status 410 for something that was there once. */
    public static ProblemException gone(String detail, Throwable cause) {
        return new ProblemException(new Problem(410, detail, List.of(), Optional.empty()), cause);
    }

    /** Status 413 for a body that is too large. */
    public static ProblemException tooLarge(String detail) {
        return new ProblemException(new Problem(413, detail, List.of(), Optional.empty()));
    }

    /** Status 422 for a request that contradicts an earlier one. */
    public static ProblemException contradictory(String detail) {
        return new ProblemException(new Problem(422, detail, List.of(), Optional.empty()));
    }

    /** Status 429 for more than can be served at once. */
    public static ProblemException tooMany(String detail, Duration retryAfter) {
        return new ProblemException(new Problem(429, detail, List.of(), Optional.of(retryAfter)));
    }

    /** Status 503 for something that needs a service which is away. */
    public static ProblemException unavailable(String detail, Duration retryAfter, Throwable cause) {
        return new ProblemException(new Problem(503, detail, List.of(), Optional.of(retryAfter)), cause);
    }

    /** What went wrong. */
    public Problem problem() {
        return problem;
    }
}
