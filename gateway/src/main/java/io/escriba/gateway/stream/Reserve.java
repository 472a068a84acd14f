package io.escriba.gateway.stream;

import io.escriba.gateway.generation.Generated;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has come of a text and is not read yet. Short messages are kept together: each alone would take many times what its
 * characters do. Not thread-safe.
 */
final class Reserve {
    /** In Java's {@code char}s; one character is cut off such a piece at a time. */
    private static final int PIECE = 64;

    private final Deque<Generated> pieces = new ArrayDeque<>(4);
    private int characters;

    /** Adds what comes next of the text. */
    void add(Generated generated) {
        Generated last = pieces.peekLast();
        if (generated instanceof Generated.Text text) {
            if (text.text().isEmpty()) {
                return;
            }
            characters += text.text().codePointCount(0, text.text().length());
            if (last instanceof Generated.Text before && fits(before, text)) {
                pieces.removeLast();
                pieces.addLast(new Generated.Text(before.text() + text.text(), before.index()));
                return;
            }
        }
        pieces.addLast(generated);
    }

    private static boolean fits(Generated.Text before, Generated.Text text) {
        return before.likelihoods().isEmpty()
                && text.likelihoods().isEmpty()
                && before.next() == text.index()
                && before.text().length() + text.text().length() <= PIECE;
    }

    /** How many characters there are. */
    int characters() {
        return characters;
    }

    /** Whether there is neither a character nor the end. */
    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /**
     * Takes the next character, or the end.
     *
     * @throws java.util.NoSuchElementException when it is empty
     */
    Generated take() {
        Generated first = pieces.removeFirst();
        if (!(first instanceof Generated.Text text)) {
            return first;
        }
        characters--;
        Generated.Text rest = text.rest();
        if (!rest.text().isEmpty()) {
            pieces.addFirst(rest);
        }
        return text.first();
    }
}
