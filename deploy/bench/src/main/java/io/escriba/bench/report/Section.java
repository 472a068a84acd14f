package io.escriba.bench.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was measured of one thing.
 *
 * @param notes sentences on how it was measured
 * @param failure why it could not be, or not all of it
 */
public record Section(String title, MarkdownTable table, List<String> notes, Optional<String> failure) {
    public Section {
        notes = List.copyOf(notes);
    }

    /** A section of something that worked. */
    public Section(String title, MarkdownTable table, List<String> notes) {
        this(title, table, notes, Optional.empty());
    }

    /** The section as Markdown. */
    public String text() {
        String problem = failure.map(reason -> "\nFAILED: " + reason + "\n").orElse("");
        return "## " + title + "\n\n" + table.text()
                + notes.stream().map(note -> "\n" + note + "\n").collect(Collectors.joining()) + problem;
    }
}
