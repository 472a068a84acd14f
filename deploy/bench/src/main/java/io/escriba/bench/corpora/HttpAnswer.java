package io.escriba.bench.corpora;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer to a request of HTTP 1.0 (RFC 1945, section 6): its body goes to the end of the connection.
 *
 * @param status such as 200
 */
record HttpAnswer(int status, String body) {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})[^\\r\\n]*\\r\\n");
    private static final String END_OF_HEADERS = "\r\n\r\n";
    private static final int SUCCESS = 2;

    /**
     * Reads an answer.
     *
     * @param bytes all that came
     * @throws IllegalArgumentException when it is none, or was cut off before its body
     */
    static HttpAnswer parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Matcher line = STATUS_LINE.matcher(text);
        int headers = text.indexOf(END_OF_HEADERS);
        if (!line.lookingAt() || headers < 0) {
            throw new IllegalArgumentException("This is no answer of HTTP: '" + text + "'.");
        }
        return new HttpAnswer(Integer.parseInt(line.group(1)), text.substring(headers + END_OF_HEADERS.length()));
    }

    /** Whether the request was fulfilled. */
    boolean isSuccess() {
        return status / 100 == SUCCESS;
    }
}
