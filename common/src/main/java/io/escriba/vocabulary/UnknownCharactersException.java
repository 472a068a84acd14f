package io.escriba.vocabulary;

import java.util.Collection;
import java.util.List;

/** A text has characters that a vocabulary lacks. */
public final class UnknownCharactersException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Integer> codePoints;

    UnknownCharactersException(Collection<Integer> codePoints) {
        super("The model does not know " + Vocabulary.names(codePoints)
                + ". Leave them out, or ask for unknown characters to be skipped.");
        this.codePoints = List.copyOf(codePoints);
    }

    /** The unknown characters as messages name them, each once, in order of appearance. */
    public String names() {
        return Vocabulary.names(codePoints);
    }

    /** The unknown code points, each once, in order of appearance. */
    public List<Integer> codePoints() {
        return codePoints;
    }
}
