package io.escriba.gateway.problem;

/** A way to write problems that some paths have instead of the problem document. */
public interface ProblemFormat {
    /** Whether problems at this path are written so. */
    boolean covers(String path);

    /** The body of the answer, to be written as JSON. */
    Object body(Problem problem);
}
