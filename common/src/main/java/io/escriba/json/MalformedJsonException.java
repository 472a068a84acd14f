package io.escriba.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** JSON that cannot be read as what it should be. The message is meant for whoever wrote it. */
public final class MalformedJsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** How Jackson says what could be allowed instead. */
    private static final Pattern SETTING = Pattern.compile(": enable `.*?` to allow");

    /** How Jackson writes where an object or a list begins that does not end. */
    private static final Pattern START = Pattern.compile(" \\(start marker at \\[Source: .*?; (line: .*?)]\\)");

    MalformedJsonException(String message) {
        super(message);
    }

    private MalformedJsonException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For a text that is no JSON. */
    static MalformedJsonException of(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String withoutSetting = SETTING.matcher(e.getOriginalMessage()).replaceAll("");
        return new MalformedJsonException(
                "This is no JSON: " + START.matcher(withoutSetting).replaceAll(" that begins at $1")
                        + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")") + ".",
                e);
    }

    /**
     * For JSON that is not that of a value.
     *
     * @param document all of it
     */
    static MalformedJsonException of(JsonProcessingException e, JsonNode document) {
        // Domain checks in constructors arrive wrapped: their own words are the better message.
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
                return new MalformedJsonException(cause.getMessage(), e);
            }
        }
        return new MalformedJsonException(Misfit.sentence(e, document), e);
    }
}
