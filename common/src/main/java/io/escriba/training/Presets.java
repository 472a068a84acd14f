package io.escriba.training;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The recipes that a spec can begin with, each a JSON object that is laid over {@link TrainingSpec#base}. */
public final class Presets {
    /** Stands for what the trainer chooses by the corpus, as no preset does too. */
    public static final String AUTO = "auto";

    private static final String BASE = "base";
    private static final JsonNode ALL = read();

    private Presets() {}

    private static JsonNode read() {
        try (InputStream in = Objects.requireNonNull(Presets.class.getResourceAsStream("presets.json"))) {
            return Json.read(in.readAllBytes(), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all recipes, in alphabetical order. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>();
        ALL.fieldNames().forEachRemaining(names::add);
        names.remove(BASE);
        names.add(AUTO);
        return names;
    }

    /**
     * A recipe by its name.
     *
     * @throws InvalidSpecException when there is none; names those that there are
     */
    static JsonNode named(String name) {
        if (BASE.equals(name) || !ALL.has(name)) {
            throw new InvalidSpecException(List.of("preset is '" + name + "'; use one of " + names() + "."));
        }
        return ALL.get(name);
    }

    static JsonNode base() {
        return ALL.get(BASE);
    }
}
