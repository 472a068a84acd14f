package io.escriba.local.corpus;

import io.escriba.local.CommandException;
import io.escriba.name.Name;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A text that is fit to be published: UTF-8, and not empty. */
public final class CorpusText {
    private static final Name BUNDLED = new Name("nomes");
    private static final String BUNDLED_SPEC = "{\"documents\":\"lines\"}";
    private static final String BUNDLED_RESOURCE = "nomes.txt";

    private final Name name;
    private final TextMeasure measure;
    private final Optional<String> spec;
    private final Source source;

    private CorpusText(Name name, String where, Optional<String> spec, Source source) {
        this.name = name;
        this.measure = measure(where, source);
        this.spec = spec;
        this.source = source;
    }

    /** Where the text is read from, as often as needed. */
    private interface Source {
        InputStream open() throws IOException;
    }

    /** The Brazilian first names that come with Escriba. Each line is a document. */
    public static CorpusText bundled() {
        return new CorpusText(BUNDLED, BUNDLED_RESOURCE, Optional.of(BUNDLED_SPEC), CorpusText::openBundled);
    }

    /**
     * The text of a file, called like the file.
     *
     * @throws CommandException when there is no such file, it is empty or not UTF-8, or no name can be made of its own
     */
    public static CorpusText of(Path file) {
        return of(file, CorpusNames.of(file));
    }

    /**
     * The text of a file.
     *
     * @throws CommandException when there is no such file, or it is empty or not UTF-8
     */
    public static CorpusText of(Path file, Name name) {
        if (!Files.exists(file)) {
            throw new CommandException("There is no file '" + file + "'.");
        }
        if (Files.isDirectory(file)) {
            throw new CommandException("'" + file + "' is a directory. Name a file with text.");
        }
        return new CorpusText(name, file.toString(), Optional.empty(), () -> Files.newInputStream(file));
    }

    /** What the corpus and its model are called. */
    public Name name() {
        return name;
    }

    /** The training spec to publish it with, as JSON, if it is to differ from the default. */
    public Optional<String> spec() {
        return spec;
    }

    /** Length of its UTF-8 form. */
    public long bytes() {
        return measure.bytes();
    }

    /** Length in code points. */
    public long characters() {
        return measure.characters();
    }

    /** Of its bytes, in hexadecimal. */
    public String sha256() {
        return measure.sha256();
    }

    /** Reads it from its beginning. The caller closes the stream. */
    public InputStream open() throws IOException {
        return source.open();
    }

    private static TextMeasure measure(String where, Source source) {
        try (InputStream text = source.open()) {
            TextMeasure measure = TextMeasure.of(text);
            if (measure.bytes() == 0) {
                throw new CommandException("'" + where + "' is empty. A corpus needs text to learn from.");
            }
            return measure;
        } catch (TextMeasure.NotUtf8Exception e) {
            throw new CommandException(
                    "'" + where + "' is not UTF-8: byte " + e.position()
                            + ", counted from 0, belongs to no character. Convert it first, for example with iconv.",
                    e);
        } catch (IOException e) {
            throw new CommandException("'" + where + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static InputStream openBundled() {
        InputStream names = CorpusText.class.getResourceAsStream(BUNDLED_RESOURCE);
        if (names == null) {
            throw new IllegalStateException("The bundled corpus is missing beside " + CorpusText.class + ".");
        }
        return names;
    }
}
