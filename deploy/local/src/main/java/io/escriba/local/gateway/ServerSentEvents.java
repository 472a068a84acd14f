package io.escriba.local.gateway;

import java.util.Iterator;
import java.util.Optional;
import java.util.StringJoiner;

/** The data of server-sent events (HTML Living Standard, section 9.2.6), one event at a time. */
final class ServerSentEvents {
    private static final String DATA = "data:";

    private final Iterator<String> lines;

    /**
     * Reads events from the lines of an answer.
     *
     * @param lines without their ends
     */
    ServerSentEvents(Iterator<String> lines) {
        this.lines = lines;
    }

    /** The data of the next event that has any; empty when the answer has ended. An event that was cut off is dropped. */
    Optional<String> next() {
        StringJoiner data = new StringJoiner("\n").setEmptyValue("");
        boolean found = false;
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.isEmpty() && found) {
                return Optional.of(data.toString());
            }
            if (line.startsWith(DATA)) {
                String value = line.substring(DATA.length());
                data.add(value.startsWith(" ") ? value.substring(1) : value);
                found = true;
            }
        }
        return Optional.empty();
    }
}
