package io.escriba.trainer.text;

import java.text.Normalizer;
import java.util.function.IntConsumer;

/**
 * Brings a text that comes in pieces into Unicode's NFC: the same code points as normalizing the whole at once. What
 * may still change by what comes next is held back, which is at most a character with its combining marks. Not
 * thread-safe.
 */
final class NfcStream {
    /**
     * A longer run without a place to cut is cut anyway. Unicode's stream-safe text has at most 30 marks in a row (UAX
     * 15, section 13), so this is no text in any language.
     */
    private static final int MAX_HELD = 1 << 16;

    private static final int HANGUL_VOWEL_FIRST = 0x1160;
    private static final int HANGUL_FINAL_LAST = 0x11FF;

    /** Vowel signs that Unicode 16 composes although it calls them letters. */
    private static final int KIRAT_RAI_FIRST = 0x16D63;

    private static final int KIRAT_RAI_LAST = 0x16D6A;

    private final IntConsumer codePoints;
    private final StringBuilder held = new StringBuilder();

    /**
     * Normalizes a text.
     *
     * @param codePoints is given the normalized text
     */
    NfcStream(IntConsumer codePoints) {
        this.codePoints = codePoints;
    }

    /** The next piece of the text, whole code points. */
    void append(String piece) {
        held.append(piece);
        int cut = held.length() > MAX_HELD + piece.length() ? held.length() : lastBoundary();
        flush(cut);
    }

    /** The text is complete. */
    void end() {
        flush(held.length());
    }

    private void flush(int end) {
        if (end > 0) {
            Normalizer.normalize(held.substring(0, end), Normalizer.Form.NFC)
                    .codePoints()
                    .forEach(codePoints);
            held.delete(0, end);
        }
    }

    private int lastBoundary() {
        int index = held.length();
        while (index > 0) {
            int codePoint = held.codePointBefore(index);
            index -= Character.charCount(codePoint);
            if (startsAnew(codePoint)) {
                return index;
            }
        }
        return 0;
    }

    /**
     * Whether a code point never joins with what stands before it. Those that do are marks, the vowels and final
     * consonants of Hangul, and the vowel signs of Kirat Rai (NFC_Quick_Check in Unicode's DerivedNormalizationProps).
     */
    static boolean startsAnew(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> false;
            default ->
                !isBetween(codePoint, HANGUL_VOWEL_FIRST, HANGUL_FINAL_LAST)
                        && !isBetween(codePoint, KIRAT_RAI_FIRST, KIRAT_RAI_LAST);
        };
    }

    private static boolean isBetween(int codePoint, int first, int last) {
        return codePoint >= first && codePoint <= last;
    }
}
