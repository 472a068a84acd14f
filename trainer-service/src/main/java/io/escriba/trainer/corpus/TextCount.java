package io.escriba.trainer.corpus;

import io.escriba.corpus.Utf8;
import io.escriba.vocabulary.Vocabulary;
import java.util.stream.IntStream;

/** Counts what is in a piece of text, in one pass over its bytes. */
final class TextCount {
    private final CodePointSet codePoints = new CodePointSet();
    private long characters;
    private long lines;

    private TextCount() {}

    /**
     * Counts a piece of text.
     *
     * @param utf8 whole code points, checked
     */
    static TextCount of(byte[] utf8) {
        TextCount count = new TextCount();
        Utf8.forEach(utf8, count::add);
        return count;
    }

    private void add(int codePoint) {
        characters++;
        if (codePoint == '\n') {
            lines++;
        }
        codePoints.add(codePoint);
    }

    long characters() {
        return characters;
    }

    /** Line feeds. */
    long lines() {
        return lines;
    }

    /** These characters and those of the piece. */
    Vocabulary addedTo(Vocabulary known) {
        boolean nothingNew =
                codePoints.stream().allMatch(codePoint -> known.id(codePoint).isPresent());
        return nothingNew
                ? known
                : Vocabulary.of(IntStream.concat(known.characters().codePoints(), codePoints.stream()));
    }
}
