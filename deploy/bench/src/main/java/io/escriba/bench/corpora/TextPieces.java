package io.escriba.bench.corpora;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Cuts the beginning of a text into records for Kafka's own producer, which reads them from a file. */
final class TextPieces {
    /** Ends every piece; ASCII's record separator, which texts do not have. */
    static final char SEPARATOR = 0x1E;

    /** They are held in the memory of the producer, which draws one for each record. */
    private static final int MOST = 64;

    private static final int CONTINUATION_MASK = 0xC0;
    private static final int CONTINUATION = 0x80;

    private TextPieces() {}

    /**
     * Copies pieces of a text, cut between characters.
     *
     * @param text UTF-8
     * @param size most bytes of a piece, 4 or more
     */
    static void copy(InputStream text, OutputStream pieces, int size) throws IOException {
        byte[] rest = {};
        for (int piece = 0; piece < MOST; piece++) {
            byte[] block = Arrays.copyOf(rest, size);
            int length = rest.length + text.readNBytes(block, rest.length, size - rest.length);
            int end = length < size ? length : lastCut(block);
            if (end == 0) {
                return;
            }
            pieces.write(block, 0, end);
            pieces.write(SEPARATOR);
            rest = Arrays.copyOfRange(block, end, length);
        }
    }

    /** Where the last character of a full block begins, which may go on after it. */
    private static int lastCut(byte[] block) {
        int cut = block.length - 1;
        while (cut > 0 && (block[cut] & CONTINUATION_MASK) == CONTINUATION) {
            cut--;
        }
        return cut;
    }
}
