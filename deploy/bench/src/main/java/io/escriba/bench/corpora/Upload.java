package io.escriba.bench.corpora;

import io.escriba.bench.instance.RunningGateway;
import io.escriba.bench.report.Figures;
import io.escriba.json.Json;
import io.escriba.local.CommandException;
import io.escriba.local.gateway.Publication;
import io.escriba.name.Name;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A text that was published over HTTP. The client costs next to nothing, because it runs on the processors that it measures:
 * the operating system moves the file to the connection, and HTTP 1.0 leaves nothing to be taken apart.
 *
 * @param publication what the gateway says of it
 * @param bytes that were sent
 * @param time from the first byte to the last of the answer
 */
record Upload(Publication publication, long bytes, Duration time) {
    /** Longer than the gateway gives an upload. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final int SERVER_ERROR = 500;

    /**
     * Publishes a text, without training on it.
     *
     * @throws CommandException when the gateway does not take it, or cannot be reached
     */
    static Upload send(RunningGateway gateway, Name corpus, SourceText text) {
        try (FileChannel file = FileChannel.open(text.file());
                SocketChannel connection = SocketChannel.open(gateway.address())) {
            connection.socket().setSoTimeout((int) PATIENCE.toMillis());
            long begin = System.nanoTime();
            write(connection, request(gateway.address(), corpus, text.bytes()));
            transfer(file, connection, text.bytes());
            byte[] answer = connection.socket().getInputStream().readAllBytes();
            Duration time = Duration.ofNanos(System.nanoTime() - begin);
            return new Upload(publication(gateway, HttpAnswer.parse(answer)), text.bytes(), time);
        } catch (IOException e) {
            throw new CommandException(
                    "The upload of '" + text.name() + "' broke off: " + e.getMessage() + ". " + gateway.endOfLog(), e);
        }
    }

    /** Megabytes, which are 1,000,000 bytes, a second. */
    double megabytesPerSecond() {
        return Figures.megabytesPerSecond(bytes, time);
    }

    private static ByteBuffer request(InetSocketAddress gateway, Name corpus, long bytes) {
        return StandardCharsets.US_ASCII.encode("POST /api/corpora/" + corpus + "?train=false HTTP/1.0\r\n"
                + "Host: " + gateway.getHostString() + ":" + gateway.getPort() + "\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Length: " + bytes + "\r\n\r\n");
    }

    private static void write(SocketChannel connection, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
    }

    private static void transfer(FileChannel file, SocketChannel connection, long bytes) throws IOException {
        for (long sent = 0; sent < bytes; ) {
            long more = file.transferTo(sent, bytes - sent, connection);
            if (more == 0) {
                throw new IOException("the file has become shorter");
            }
            sent += more;
        }
    }

    private static Publication publication(RunningGateway gateway, HttpAnswer answer) {
        if (!answer.isSuccess()) {
            // What was wrong with the text stands in the answer, what was wrong with the gateway in its log.
            String log = answer.status() < SERVER_ERROR ? "" : "\n" + gateway.endOfLog();
            throw new CommandException(
                    "The gateway answered with status " + answer.status() + ": " + answer.body() + log);
        }
        return Json.read(answer.body(), Publication.class);
    }
}
