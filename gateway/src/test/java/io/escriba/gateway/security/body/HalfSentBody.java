package io.escriba.gateway.security.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;

/** A request whose sender takes its time for the body. */
final class HalfSentBody implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final BufferedReader answer;
    private final String rest;

    /** Sends so many characters of a body, as soon as the gateway reads it. */
    HalfSentBody(URI gateway, String path, String body, int characters) {
        try {
            socket = new Socket(gateway.getHost(), gateway.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
            answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            rest = body.substring(characters);
            send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
                    + body.length() + "\r\n\r\n");
            String continues = answer.readLine();
            if (!"HTTP/1.1 100 Continue".equals(continues) || !answer.readLine().isEmpty()) {
                throw new AssertionError("The body is not read, but this came: " + continues);
            }
            send(body.substring(0, characters));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends what is missing; gives the first line of what comes back. */
    String complete() {
        try {
            send(rest);
            return String.valueOf(answer.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** Goes away. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
