package io.escriba.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.stream.Collectors;

/** JSON that cannot be read as what it should be. The message is meant for whoever wrote it. */
public final class MalformedJsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }

    private MalformedJsonException(String message, Throwable cause) {
        super(message, cause);
    }

    static MalformedJsonException of(JsonProcessingException e) {
        // Domain checks in constructors arrive wrapped: their own words are the better message.
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
                return new MalformedJsonException(cause.getMessage(), e);
            }
        }
        String where = "";
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            where = mapping.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                    .collect(Collectors.joining(".", "field '", "': "));
        } else if (e.getLocation() != null) {
            where = "line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ": ";
        }
        return new MalformedJsonException("The JSON cannot be read: " + where + e.getOriginalMessage(), e);
    }
}
