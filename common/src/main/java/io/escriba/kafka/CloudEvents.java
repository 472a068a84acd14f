package io.escriba.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.escriba.json.Json;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The headers of CloudEvents 1.0 in Kafka's binary mode (CloudEvents Kafka protocol binding, section 3.2). */
public final class CloudEvents {
    /** Names the kind of event. */
    public static final String TYPE = "ce_type";

    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    private CloudEvents() {}

    /**
     * A record with a JSON value.
     *
     * @param source the service that writes it
     * @param type of the event
     */
    public static ProducerRecord<String, byte[]> json(
            Topic topic, String key, String source, String type, Object value) {
        return new ProducerRecord<>(topic.topicName(), null, key, Json.bytes(value), headers(source, type, JSON));
    }

    /** A record of plain UTF-8 text. */
    public static ProducerRecord<String, byte[]> text(
            Topic topic, String key, String source, String type, byte[] text) {
        return new ProducerRecord<>(topic.topicName(), null, key, text, headers(source, type, TEXT));
    }

    /** The kind of event that the headers name, if they do. */
    public static Optional<String> type(Headers headers) {
        Header header = headers.lastHeader(TYPE);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), UTF_8));
    }

    /** The headers of one event with an id of its own, and with the trace of what is being done. */
    public static Headers headers(String source, String type, String contentType) {
        Headers headers = new RecordHeaders()
                .add("ce_specversion", "1.0".getBytes(UTF_8))
                .add("ce_id", UUID.randomUUID().toString().getBytes(UTF_8))
                .add("ce_source", ("/escriba/" + source).getBytes(UTF_8))
                .add(TYPE, type.getBytes(UTF_8))
                .add("content-type", contentType.getBytes(UTF_8));
        Traces.addTo(headers);
        return headers;
    }

    /** The headers of a JSON event with an id of its own. */
    public static Headers jsonHeaders(String source, String type) {
        return headers(source, type, JSON);
    }
}
