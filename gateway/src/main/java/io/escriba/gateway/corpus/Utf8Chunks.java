package io.escriba.gateway.corpus;

import io.escriba.corpus.InvalidUtf8Exception;
import io.escriba.corpus.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream of UTF-8 into chunks between code points, and makes sure that it is UTF-8. A byte order mark at the very beginning is left out; everything else, carriage
 * returns included, stays as it is. Memory is one chunk, whatever the length. Not thread-safe.
 */
final class Utf8Chunks {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** The longest code point. */
    private static final int MAX_CODE_POINT_BYTES = 4;

    private final InputStream in;
    private final byte[] buffer;

    /** Bytes at the buffer's start that belong to the next chunk. */
    private int carried;

    /** Position of the buffer's start in the stream as it was sent. */
    private long position;

    private boolean begun;
    private long characters;
    private long bytes;

    /**
     * Cuts this stream.
     *
     * @param chunkBytes most bytes of a chunk, at least 4
     */
    Utf8Chunks(InputStream in, int chunkBytes) {
        if (chunkBytes < MAX_CODE_POINT_BYTES) {
            throw new IllegalArgumentException(
                    "A chunk of " + chunkBytes + " bytes may be too short for one character; use at least 4.");
        }
        this.in = in;
        this.buffer = new byte[chunkBytes];
    }

    /**
     * The next chunk, at most 3 bytes shorter than the longest where more follow; empty at the end.
     *
     * @throws BodyNotUtf8Exception when what comes next is not UTF-8; the stream is of no use then
     */
    byte[] next() throws IOException, BodyNotUtf8Exception {
        int length = carried + in.readNBytes(buffer, carried, buffer.length - carried);
        boolean last = length < buffer.length;
        int start = begun ? 0 : byteOrderMark(length);
        begun = true;
        int end = validate(start, length);
        if (last && end < length) {
            throw new BodyNotUtf8Exception(position + end);
        }
        byte[] chunk = Arrays.copyOfRange(buffer, start, end);
        carried = length - end;
        System.arraycopy(buffer, end, buffer, 0, carried);
        position += end;
        bytes += chunk.length;
        return chunk;
    }

    /** Code points in the chunks so far. */
    long characters() {
        return characters;
    }

    /** Bytes in the chunks so far. */
    long bytes() {
        return bytes;
    }

    private int byteOrderMark(int length) {
        int mark = BYTE_ORDER_MARK.length;
        return length >= mark && Arrays.equals(buffer, 0, mark, BYTE_ORDER_MARK, 0, mark) ? mark : 0;
    }

    /** Checks and counts whole code points, and gives the index of the first byte after them. */
    private int validate(int start, int end) throws BodyNotUtf8Exception {
        try {
            int whole = Utf8.whole(buffer, start, end);
            characters += Utf8.count(buffer, start, whole);
            return whole;
        } catch (InvalidUtf8Exception e) {
            throw new BodyNotUtf8Exception(position + e.index(), e);
        }
    }
}
