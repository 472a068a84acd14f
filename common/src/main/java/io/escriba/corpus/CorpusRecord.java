package io.escriba.corpus;

import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import io.escriba.name.Name;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a record of the topic {@code escriba.corpus} means, whoever wrote it. */
public sealed interface CorpusRecord {
    /** Something that happened to a corpus. */
    sealed interface Event extends CorpusRecord {
        /** The corpus to which it happened. */
        Name corpus();
    }

    /**
     * Text is appended to the corpus.
     *
     * @param utf8 whole code points
     */
    record Text(Name corpus, byte[] utf8) implements Event {}

    /** A publication is complete. */
    record Sealed(Name corpus, CorpusSealed seal) implements Event {}

    /** The corpus restarts empty. */
    record Deleted(Name corpus) implements Event {}

    /** Nothing: a record of text without a value. */
    record Ignored() implements CorpusRecord {}

    /** A record that means nothing known; the reason is for whoever wrote it. */
    record Unreadable(String reason) implements CorpusRecord {}

    /**
     * Reads a record. Whatever it holds, this gives an answer and throws nothing.
     *
     * @param type its {@code ce_type} header; a record without it is a line of text
     */
    static CorpusRecord read(byte @Nullable [] key, byte @Nullable [] value, Optional<String> type) {
        if (key == null) {
            return new Unreadable("The record has no key; use the corpus's name.");
        }
        Optional<Name> corpus = name(key);
        if (corpus.isEmpty()) {
            return new Unreadable("The record's key is no corpus name. Use 1 to 63 of a-z 0-9 . _ - and begin with a"
                    + " letter or a digit.");
        }
        if (type.isEmpty()) {
            return value == null ? new Ignored() : text(corpus.get(), line(value));
        }
        return switch (type.get()) {
            case CorpusEvents.TEXT -> value == null ? new Ignored() : text(corpus.get(), value);
            case CorpusEvents.SEALED -> sealed(corpus.get(), value == null ? new byte[0] : value);
            case CorpusEvents.DELETED -> new Deleted(corpus.get());
            default ->
                new Unreadable("The header ce_type is '" + type.get() + "', which is no corpus event. Use "
                        + CorpusEvents.TEXT + ", " + CorpusEvents.SEALED + ", " + CorpusEvents.DELETED
                        + ", or no such header for a line of text.");
        };
    }

    private static Optional<Name> name(byte[] key) {
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
            return Name.isValid(name) ? Optional.of(new Name(name)) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The value of a plain producer's record with the line feed that ends it. */
    private static byte[] line(byte[] value) {
        if (value.length > 0 && value[value.length - 1] == '\n') {
            return value;
        }
        byte[] line = Arrays.copyOf(value, value.length + 1);
        line[value.length] = '\n';
        return line;
    }

    private static CorpusRecord text(Name corpus, byte[] utf8) {
        try {
            Utf8.check(utf8);
            return new Text(corpus, utf8);
        } catch (InvalidUtf8Exception e) {
            return new Unreadable("The value is not UTF-8. " + e.getMessage());
        }
    }

    private static CorpusRecord sealed(Name corpus, byte[] value) {
        try {
            return new Sealed(corpus, Json.read(value, CorpusSealed.class));
        } catch (MalformedJsonException e) {
            return new Unreadable("The value is no sealed event: " + e.getMessage());
        }
    }
}
