package io.escriba.trainer.corpus;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** A set of code points that many are added to. A text has those of few pages of Unicode, so it takes some kilobytes. */
final class CodePointSet {
    private static final int PAGE_BITS = 12;
    private static final int PAGE_WORDS = 1 << (PAGE_BITS - 6);
    private static final int PAGES = (Character.MAX_CODE_POINT >> PAGE_BITS) + 1;
    private static final long[] NOTHING = new long[0];

    private final long[][] pages = new long[PAGES][];

    CodePointSet() {
        Arrays.fill(pages, NOTHING);
    }

    void add(int codePoint) {
        int number = codePoint >> PAGE_BITS;
        long[] page = pages[number];
        if (page.length == 0) {
            page = new long[PAGE_WORDS];
            pages[number] = page;
        }
        // The shift takes the lowest six bits of the code point.
        page[codePoint >> 6 & (PAGE_WORDS - 1)] |= 1L << codePoint;
    }

    /** Its members, in ascending order. */
    IntStream stream() {
        return IntStream.range(0, PAGES)
                .filter(number -> pages[number].length > 0)
                .flatMap(
                        number -> BitSet.valueOf(pages[number]).stream().map(member -> (number << PAGE_BITS) + member));
    }
}
