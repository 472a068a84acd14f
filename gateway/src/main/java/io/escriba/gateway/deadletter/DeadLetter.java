package io.escriba.gateway.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A record that nobody could read.
 *
 * @param topic where it was written
 * @param partition of that topic
 * @param offset in that partition
 * @param reason why it could not be read, for whoever wrote it
 * @param key of the record, if it had one
 * @param timestamp when it was put aside
 * @param bytes of its value
 * @param beginning of its value, at most 200 characters; what is no UTF-8 is replaced with U+FFFD
 */
public record DeadLetter(
        String topic,
        int partition,
        long offset,
        String reason,
        Optional<String> key,
        Instant timestamp,
        int bytes,
        String beginning) {
    private static final int SHOWN = 200;
    private static final int MAX_CHARACTER_BYTES = 4;

    /** The first characters of a value. */
    static String beginning(byte[] value) {
        // So many bytes hold the characters that are shown, whatever they are, before the one that may be cut in two.
        byte[] bytes = Arrays.copyOf(value, Math.min(value.length, SHOWN * MAX_CHARACTER_BYTES));
        String text = new String(bytes, StandardCharsets.UTF_8);
        int shown = Math.min(SHOWN, text.codePointCount(0, text.length()));
        return text.substring(0, text.offsetByCodePoints(0, shown));
    }
}
