package io.escriba.trainer.text;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The file of an encoded text: the symbols of its characters, each of {@code width} bytes with the most significant
 * first; then this record as JSON; then, in 4 bytes each, the length of that JSON and the CRC-32C of everything before
 * the CRC.
 *
 * @param format of the file
 * @param identity of the text
 * @param width 1, 2 or 4
 * @param codePoints of the symbols, in the order in which they first appear
 */
record EncodedTextFormat(
        @JsonProperty(required = true) int format,
        @JsonProperty(required = true) String identity,
        @JsonProperty(required = true) int width,
        @JsonProperty(required = true) List<Integer> codePoints) {
    /** The only format so far. */
    static final int VERSION = 1;

    /** Bytes after the JSON. */
    static final int TRAILER_BYTES = 2 * Integer.BYTES;

    /** Bytes needed for one of so many symbols. */
    static int width(int symbols) {
        return symbols <= 1 << 8 ? 1 : symbols <= 1 << 16 ? 2 : 4;
    }

    /** Appends a symbol. */
    static void put(ByteBuffer buffer, int width, int symbol) {
        switch (width) {
            case 1 -> buffer.put((byte) symbol);
            case 2 -> buffer.putShort((short) symbol);
            default -> buffer.putInt(symbol);
        }
    }

    /** The symbol of so many bytes at an index. */
    static int symbol(ByteBuffer buffer, int index, int width) {
        return switch (width) {
            case 1 -> buffer.get(index) & 0xFF;
            case 2 -> buffer.getShort(index) & 0xFFFF;
            default -> buffer.getInt(index);
        };
    }
}
