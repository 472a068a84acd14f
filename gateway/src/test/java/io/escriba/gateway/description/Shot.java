package io.escriba.gateway.description;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A request of which one place is nasty.
 *
 * @param what is nasty, for people
 * @param wrong in what it differs from what is described; a request with such a difference must be refused
 */
record Shot(String what, String method, String path, Map<String, String> headers, byte[] body, List<String> wrong) {
    /** A path that is longer than this is told in part. */
    private static final int SHOWN = 150;

    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    /** The same, known to differ so. */
    Shot wrong(List<String> differences) {
        return new Shot(what, method, path, headers, body, differences);
    }

    /** As it is sent. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.put("Host", "localhost");
        all.put("Connection", "close");
        if (body.length > 0 || method.equals("POST")) {
            all.put("Content-Length", Integer.toString(body.length));
        }
        all.putAll(headers);
        String lines = all.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining());
        bytes.writeBytes((method + " " + path + " HTTP/1.1\r\n" + lines + "\r\n").getBytes(UTF_8));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** Whether it keeps to the grammar of HTTP and of URIs. */
    boolean isHttp() {
        return !BROKEN_ESCAPE.matcher(path).find()
                && headers.values().stream()
                        .noneMatch(value -> CONTROL.matcher(value).find());
    }

    @Override
    public String toString() {
        String shown = path.length() > SHOWN ? path.substring(0, SHOWN) + "..." : path;
        return what + ": " + method + " " + shown;
    }
}
