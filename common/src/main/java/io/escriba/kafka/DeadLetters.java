package io.escriba.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of the topic {@code escriba.dead-letter}. A record goes there as it came, with the headers it had, and
 * these tell where it was and why nobody could read it.
 */
public final class DeadLetters {
    private static final String REASON = "escriba_reason";
    private static final String TOPIC = "escriba_topic";
    private static final String PARTITION = "escriba_partition";
    private static final String OFFSET = "escriba_offset";

    private DeadLetters() {}

    /**
     * Where a dead letter was, and why it is one.
     *
     * @param reason a sentence for whoever wrote it
     */
    public record Origin(String topic, int partition, long offset, String reason) {}

    /** The headers of a dead letter. */
    public static Headers headers(Headers original, Origin origin) {
        return new RecordHeaders(original)
                .add(REASON, origin.reason().getBytes(UTF_8))
                .add(TOPIC, origin.topic().getBytes(UTF_8))
                .add(PARTITION, Integer.toString(origin.partition()).getBytes(UTF_8))
                .add(OFFSET, Long.toString(origin.offset()).getBytes(UTF_8));
    }

    /** What these headers say, if they are those of a dead letter. */
    public static Optional<Origin> origin(Headers headers) {
        try {
            return Optional.of(new Origin(
                    value(headers, TOPIC),
                    Integer.parseInt(value(headers, PARTITION)),
                    Long.parseLong(value(headers, OFFSET)),
                    value(headers, REASON)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String value(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }
}
