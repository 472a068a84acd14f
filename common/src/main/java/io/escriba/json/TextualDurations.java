package io.escriba.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.DurationDeserializer;
import java.io.IOException;
import java.time.Duration;

/** Durations as ISO 8601 writes them alone: nobody knows of what unit a bare number is. */
final class TextualDurations extends StdDeserializer<Duration> {
    private static final long serialVersionUID = 1L;

    TextualDurations() {
        super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser json, DeserializationContext context) throws IOException {
        return json.hasToken(JsonToken.VALUE_STRING)
                ? DurationDeserializer.INSTANCE.deserialize(json, context)
                : (Duration) context.handleUnexpectedToken(Duration.class, json);
    }
}
