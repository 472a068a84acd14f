package io.escriba.gateway.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream of UTF-8 into chunks between code points, and makes sure that it is UTF-8 (RFC 3629: no overlong forms,
 * no surrogates, nothing above U+10FFFF). A byte order mark at the very beginning is left out; everything else, carriage
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
     * @throws InvalidUtf8Exception when what comes next is not UTF-8; the stream is of no use then
     */
    byte[] next() throws IOException, InvalidUtf8Exception {
        int length = carried + in.readNBytes(buffer, carried, buffer.length - carried);
        boolean last = length < buffer.length;
        int start = begun ? 0 : byteOrderMark(length);
        begun = true;
        int end = validate(start, length);
        if (last && end < length) {
            throw new InvalidUtf8Exception(position + end);
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
    private int validate(int start, int end) throws InvalidUtf8Exception {
        int i = start;
        while (i < end) {
            if (buffer[i] >= 0) {
                i++;
                characters++;
                continue;
            }
            int length = codePointBytes(i, end);
            if (i + length > end) {
                return i;
            }
            i += length;
            characters++;
        }
        return i;
    }

    /** How many bytes the code point at an index has; those of them that lie before the end are valid. */
    private int codePointBytes(int i, int end) throws InvalidUtf8Exception {
        int lead = buffer[i] & 0xFF;
        int length;
        if (lead >= 0xC2 && lead <= 0xDF) {
            length = 2;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            length = 3;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4;
        } else {
            throw new InvalidUtf8Exception(position + i);
        }
        // The second byte alone excludes overlong forms, surrogates and what lies above U+10FFFF.
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        for (int j = 1; j < length && i + j < end; j++) {
            int next = buffer[i + j] & 0xFF;
            if (next < least || next > most) {
                throw new InvalidUtf8Exception(position + i);
            }
            least = 0x80;
            most = 0xBF;
        }
        return length;
    }
}
