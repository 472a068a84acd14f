package io.escriba.trainer.corpus;

import io.escriba.corpus.CorpusEvents;
import io.escriba.corpus.CorpusSealed;
import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import io.escriba.kafka.CloudEvents;
import io.escriba.name.Name;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What a record of the topic {@code escriba.corpus} means. */
sealed interface CorpusRecord {
    /** Text that is appended to the corpus. */
    record Text(String text) implements CorpusRecord {}

    /** A publication is complete. */
    record Sealed(CorpusSealed event) implements CorpusRecord {}

    /** The corpus restarts empty. */
    record Deleted() implements CorpusRecord {}

    /** Nothing: a plain producer's record without a value. */
    record Ignored() implements CorpusRecord {}

    /** A record that means nothing known; the reason is for whoever wrote it. */
    record Unreadable(String reason) implements CorpusRecord {}

    /** Reads a record. Whatever it holds, this gives an answer and throws nothing. */
    static CorpusRecord read(@Nullable String key, byte @Nullable [] value, Headers headers) {
        if (key == null) {
            return new Unreadable("The record has no key; use the corpus's name.");
        }
        if (!Name.isValid(key)) {
            return new Unreadable("The record's key is no corpus name. Use 1 to 63 of a-z 0-9 . _ - and begin with a"
                    + " letter or a digit.");
        }
        Optional<String> type = CloudEvents.type(headers);
        if (type.isEmpty()) {
            return value == null ? new Ignored() : text(value, true);
        }
        return switch (type.get()) {
            case CorpusEvents.TEXT -> value == null ? new Ignored() : text(value, false);
            case CorpusEvents.SEALED -> sealed(value == null ? new byte[0] : value);
            case CorpusEvents.DELETED -> new Deleted();
            default ->
                new Unreadable("The header ce_type is '" + type.get() + "', which is no corpus event. Use "
                        + CorpusEvents.TEXT + ", " + CorpusEvents.SEALED + ", " + CorpusEvents.DELETED
                        + ", or no such header for a line of text.");
        };
    }

    private static CorpusRecord text(byte[] value, boolean isLine) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
            return new Text(isLine && !text.endsWith("\n") ? text + "\n" : text);
        } catch (CharacterCodingException e) {
            return new Unreadable("The value is not UTF-8 at byte " + bytes.position() + ": " + e.getMessage() + ".");
        }
    }

    private static CorpusRecord sealed(byte[] value) {
        try {
            return new Sealed(Json.read(value, CorpusSealed.class));
        } catch (MalformedJsonException e) {
            return new Unreadable("The value is no sealed event: " + e.getMessage());
        }
    }
}
