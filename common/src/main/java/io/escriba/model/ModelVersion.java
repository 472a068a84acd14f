package io.escriba.model;

import io.escriba.name.Name;
import java.util.Optional;

/**
 * One version of a model, written {@code name@version}.
 *
 * @param version rises with each training; at least 1
 */
public record ModelVersion(Name name, long version) implements Comparable<ModelVersion> {
    public ModelVersion {
        if (version < 1) {
            throw new IllegalArgumentException("A version is at least 1, but " + version + " was given.");
        }
    }

    /**
     * What {@code name} or {@code name@version} asks for.
     *
     * @param version empty for the newest
     */
    public record Reference(Name name, Optional<Long> version) {
        /**
         * Reads {@code name} or {@code name@version}.
         *
         * @throws IllegalArgumentException when it is neither
         */
        public static Reference parse(String text) {
            int at = text.indexOf('@');
            if (at < 0) {
                return new Reference(new Name(text), Optional.empty());
            }
            Name name = new Name(text.substring(0, at));
            try {
                return new Reference(
                        name, Optional.of(new ModelVersion(name, Long.parseLong(text.substring(at + 1))).version()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no model. Write NAME for the newest version or NAME@VERSION.", e);
            }
        }
    }

    @Override
    public int compareTo(ModelVersion other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : Long.compare(version, other.version);
    }

    @Override
    public String toString() {
        return name + "@" + version;
    }
}
