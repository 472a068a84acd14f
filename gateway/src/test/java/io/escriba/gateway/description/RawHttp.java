package io.escriba.gateway.description;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sends what no client library would send, and reads what comes back. */
final class RawHttp {
    /** Longer than anything that the gateway waits for by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Enough of a stream of events, which may not end. */
    private static final int ENOUGH = 1 << 18;

    private RawHttp() {}

    /**
     * What came back.
     *
     * @param status -1 when the connection was closed without an answer
     * @param headers by their names in lower case
     */
    record Answer(int status, Map<String, String> headers, String body) {
        private static final Answer NONE = new Answer(-1, Map.of(), "");

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }
    }

    /**
     * Sends a request over a connection of its own.
     *
     * @throws java.net.SocketTimeoutException when there is no answer
     */
    static Answer send(URI gateway, byte[] request) throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            // Beside reading: the answer to a body that is too large comes before its end.
            Thread writer = new Thread(() -> write(socket, request), "request");
            writer.setDaemon(true);
            writer.start();
            return read(socket.getInputStream());
        } catch (SocketException e) {
            // Reset by the gateway, which does not read on.
            return Answer.NONE;
        }
    }

    private static void write(Socket socket, byte[] request) {
        try {
            socket.getOutputStream().write(request);
        } catch (IOException e) {
            // Whoever has answered need not read on.
        }
    }

    private static Answer read(InputStream in) throws IOException {
        String head = head(in);
        if (head.isEmpty()) {
            return Answer.NONE;
        }
        String[] lines = head.split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
        return new Answer(status, headers, new String(body(in, headers), StandardCharsets.UTF_8));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString().strip();
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int most =
                headers.getOrDefault("content-type", "").startsWith("text/event-stream") ? ENOUGH : Integer.MAX_VALUE;
        for (int size = chunk(in); size > 0 && body.size() < most; size = chunk(in)) {
            body.writeBytes(in.readNBytes(size));
            in.readNBytes(2);
        }
        return body.toByteArray();
    }

    private static int chunk(InputStream in) throws IOException {
        StringBuilder size = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            size.append((char) next);
        }
        return size.isEmpty() ? 0 : Integer.parseInt(size.toString().strip(), 16);
    }
}
