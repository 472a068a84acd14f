package io.escriba.trainer.text;

import java.text.Normalizer;
import java.util.function.IntConsumer;

/**
 * Brings a text that comes code point by code point into Unicode's NFC: the same as normalizing the whole at once. What
 * may still change by what comes next is held back, which is seldom more than a few hundred characters. Not
 * thread-safe.
 */
final class NfcStream {
    /**
     * A longer run without a place to cut is cut anyway. Unicode's stream-safe text has at most 30 marks in a row (UAX
     * 15, section 13), so this is no text in any language.
     */
    private static final int MAX_HELD = 1 << 16;

    /** Where there are marks, more of them follow: so much is normalized at once, since each time costs a little. */
    private static final int LEAST_HELD = 256;

    private static final int HANGUL_VOWEL_FIRST = 0x1160;
    private static final int HANGUL_FINAL_LAST = 0x11FF;

    /** Vowel signs that Unicode 16 composes although it calls them letters. */
    private static final int KIRAT_RAI_FIRST = 0x16D63;

    private static final int KIRAT_RAI_LAST = 0x16D6A;

    /** Below the first combining mark, every code point stays as it is before another of them. */
    private static final int FIRST_MARK = 0x300;

    private static final int NONE = -1;

    private static final byte UNKNOWN = 0;
    private static final byte PLAIN = 1;
    private static final byte SPECIAL = 2;

    private final IntConsumer codePoints;

    /** Whether a code point {@link #isPlain}, once that was asked: one answer for each of Unicode's. */
    private final byte[] kinds = new byte[Character.MAX_CODE_POINT + 1];

    /** A plain code point that the next one may still join; none when {@link #held} is not empty. */
    private int last = NONE;

    /** What begins with something that is not plain, and what came after it. */
    private final StringBuilder held = new StringBuilder();

    /**
     * Normalizes a text.
     *
     * @param codePoints is given the normalized text
     */
    NfcStream(IntConsumer codePoints) {
        this.codePoints = codePoints;
    }

    /** The next code point of the text. */
    void append(int codePoint) {
        boolean plain = codePoint < FIRST_MARK || kind(codePoint) == PLAIN;
        if (held.length() > LEAST_HELD && (plain || startsAnew(codePoint) || held.length() > MAX_HELD)) {
            flush();
        }
        boolean joins = !plain && !startsAnew(codePoint);
        if (last != NONE && joins) {
            held.appendCodePoint(last);
            last = NONE;
        }
        if (plain && held.length() == 0) {
            flushLast();
            last = codePoint;
        } else {
            flushLast();
            held.appendCodePoint(codePoint);
        }
    }

    /** The text is complete. */
    void end() {
        flushLast();
        flush();
    }

    /** To be called when nothing is held. */
    private void flushLast() {
        if (last != NONE) {
            codePoints.accept(last);
            last = NONE;
        }
    }

    private void flush() {
        Normalizer.normalize(held, Normalizer.Form.NFC).codePoints().forEach(codePoints);
        held.setLength(0);
    }

    private byte kind(int codePoint) {
        if (kinds[codePoint] == UNKNOWN) {
            kinds[codePoint] = isPlain(codePoint) ? PLAIN : SPECIAL;
        }
        return kinds[codePoint];
    }

    /** Whether a code point joins nothing before it and is its own normal form. */
    private static boolean isPlain(int codePoint) {
        return startsAnew(codePoint) && Normalizer.isNormalized(Character.toString(codePoint), Normalizer.Form.NFC);
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
