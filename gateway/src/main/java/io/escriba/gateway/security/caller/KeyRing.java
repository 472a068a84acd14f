package io.escriba.gateway.security.caller;

import io.escriba.gateway.security.caller.ApiKeys.Entry;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * The keys of the configuration, and those of a file that may change while the gateway runs. A file that is gone, cannot be
 * read or has no key changes nothing: it may be just being written, and locking everyone out takes a decision. Thread-safe.
 */
final class KeyRing {
    private static final Logger LOG = Logger.getLogger(KeyRing.class);

    private final List<Entry> fixed;
    private final Optional<Path> file;
    private volatile ApiKeys keys;
    private Optional<String> read;
    private String reported = "";

    /**
     * Reads all keys.
     *
     * @param fixed keys that do not change
     * @param file of further keys, one a line
     * @throws IllegalArgumentException with everything that is wrong
     */
    KeyRing(List<Entry> fixed, Optional<Path> file) {
        this.fixed = List.copyOf(fixed);
        this.file = file;
        read = file.map(KeyRing::text);
        keys = parsed();
    }

    /** The keys that are valid now. */
    ApiKeys keys() {
        return keys;
    }

    /** Reads the file again and takes its keys if it has changed. What hinders is logged, once. */
    synchronized void refresh() {
        try {
            Optional<String> text = file.map(KeyRing::text);
            if (!text.equals(read)) {
                read = text;
                keys = parsed();
                LOG.infof("The API keys have changed: there are some of %s now.", String.join(", ", keys.names()));
            }
            reported = "";
        } catch (IllegalArgumentException e) {
            report(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Whoever repeats this would not repeat it any more.
            report("The file of API keys " + file.orElseThrow() + " cannot be read: " + e);
        }
    }

    private void report(String problem) {
        if (!problem.equals(reported)) {
            reported = problem;
            LOG.errorf("The API keys stay as they were. %s", problem);
        }
    }

    private ApiKeys parsed() {
        List<Entry> all = new ArrayList<>(fixed);
        file.ifPresent(path -> all.addAll(entries(path, read.orElse(""))));
        return ApiKeys.of(all);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The file of API keys " + file + " is not UTF-8.", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("The file of API keys " + file + " cannot be read: " + e, e);
        } catch (OutOfMemoryError e) {
            throw new IllegalArgumentException(
                    "The file of API keys " + file + " is larger than memory allows. Write one key a line, and nothing"
                            + " else.",
                    e);
        }
    }

    private static List<Entry> entries(Path file, String text) {
        List<String> lines = text.lines().map(String::strip).toList();
        List<Entry> entries = IntStream.range(0, lines.size())
                .filter(i -> !lines.get(i).isEmpty() && !lines.get(i).startsWith("#"))
                .mapToObj(i -> new Entry("Line " + (i + 1) + " of " + file, lines.get(i)))
                .toList();
        if (entries.isEmpty()) {
            throw new IllegalArgumentException(
                    "The file of API keys " + file + " has no key. Write one a line, as NAME:KEY.");
        }
        return entries;
    }
}
