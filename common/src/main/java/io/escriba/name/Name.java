package io.escriba.name;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a corpus or a model.
 *
 * @param value 1 to 63 of {@code a-z 0-9 . _ -}, the first a letter or a digit
 */
public record Name(@JsonValue String value) implements Comparable<Name> {
    /** What every name matches. */
    public static final String PATTERN = "[a-z0-9][a-z0-9._-]{0,62}";

    private static final Pattern VALID = Pattern.compile(PATTERN);

    @JsonCreator
    public Name {
        if (!VALID.matcher(value).matches()) {
            String shown = value.length() > 80 ? value.substring(0, 80) + "..." : value;
            throw new IllegalArgumentException("'" + shown + "' is not a name. Use 1 to 63 of the characters "
                    + "a-z 0-9 . _ - and begin with a letter or a digit.");
        }
    }

    /** Whether the text is a valid name. */
    public static boolean isValid(String text) {
        return VALID.matcher(text).matches();
    }

    @Override
    public int compareTo(Name other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
