package io.escriba.local.corpus;

import io.escriba.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What is known of a text that was read once from end to end.
 *
 * @param bytes of its UTF-8 form
 * @param characters code points
 * @param sha256 of its bytes, in hexadecimal
 */
record TextMeasure(long bytes, long characters, String sha256) {
    private static final int BLOCK = 64 * 1024;

    /** Bytes that are not UTF-8. */
    static final class NotUtf8Exception extends IOException {
        private static final long serialVersionUID = 1L;

        private final long position;

        private NotUtf8Exception(long position) {
            super("The bytes at position " + position + " are not UTF-8.");
            this.position = position;
        }

        /** Of the first byte that does not belong to a character, counted from 0. */
        long position() {
            return position;
        }
    }

    /**
     * Reads a text to its end, in constant memory.
     *
     * @throws NotUtf8Exception when it is not UTF-8
     */
    static TextMeasure of(InputStream text) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        MessageDigest digest = Sha256.digest();
        ByteBuffer in = ByteBuffer.allocate(BLOCK);
        CharBuffer out = CharBuffer.allocate(BLOCK);
        long decoded = 0;
        long characters = 0;
        for (boolean end = false; !end; ) {
            int read = text.read(in.array(), in.position(), in.remaining());
            end = read < 0;
            if (!end) {
                digest.update(in.array(), in.position(), read);
                in.position(in.position() + read);
            }
            in.flip();
            CoderResult result = decoder.decode(in, out.clear(), end);
            if (result.isError()) {
                throw new NotUtf8Exception(decoded + in.position());
            }
            decoded += in.position();
            in.compact();
            characters += out.flip()
                    .chars()
                    .filter(c -> !Character.isLowSurrogate((char) c))
                    .count();
        }
        return new TextMeasure(decoded, characters, Sha256.hex(digest));
    }
}
