package io.escriba.training;

import java.util.List;

/** A training spec cannot be used. The message names every problem, for whoever wrote the spec. */
public final class InvalidSpecException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** For a spec with these problems, one sentence each. */
    public InvalidSpecException(List<String> problems) {
        super("The training spec cannot be used. " + String.join(" ", problems));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, one sentence for each problem. */
    public List<String> problems() {
        return problems;
    }
}
