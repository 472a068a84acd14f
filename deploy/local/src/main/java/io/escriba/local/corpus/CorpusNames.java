package io.escriba.local.corpus;

import io.escriba.local.CommandException;
import io.escriba.name.Name;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes a corpus's name from a file's. */
final class CorpusNames {
    private static final int LONGEST = 63;
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern INVALID = Pattern.compile("[^a-z0-9._-]+");
    private static final Pattern INVALID_START = Pattern.compile("^[^a-z0-9]+");

    private CorpusNames() {}

    /**
     * The file's name in lower case without its extension and accents; other characters that no name has become hyphens.
     *
     * @throws CommandException when nothing is left
     */
    static Name of(Path file) {
        Path last = file.getFileName();
        String base = last == null ? "" : last.toString();
        int dot = base.lastIndexOf('.');
        String stem = dot > 0 ? base.substring(0, dot) : base;
        String plain =
                ACCENTS.matcher(Normalizer.normalize(stem, Normalizer.Form.NFD)).replaceAll("");
        String hyphened = INVALID.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-");
        String name = INVALID_START.matcher(hyphened).replaceFirst("");
        if (name.isEmpty()) {
            throw new CommandException("No corpus name can be made of '" + file
                    + "'. Give it a file name with a letter a-z or a digit, or publish it with --name.");
        }
        return new Name(name.substring(0, Math.min(LONGEST, name.length())));
    }
}
