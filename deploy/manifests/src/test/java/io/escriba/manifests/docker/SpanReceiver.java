package io.escriba.manifests.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes spans as a collector of OpenTelemetry does over HTTP. They come as Protocol Buffers, in which names stand as they are and the id of
 * a trace as its 16 bytes, so that they can be looked for without a schema.
 */
final class SpanReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<String> received = new CopyOnWriteArrayList<>();

    private SpanReceiver(HttpServer server) {
        this.server = server;
    }

    static SpanReceiver start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SpanReceiver receiver = new SpanReceiver(server);
        server.createContext("/v1/traces", receiver::take);
        server.start();
        return receiver;
    }

    /** Where spans are sent to. */
    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Whether spans of this trace have come from a service, one of them of this name. */
    boolean has(String service, String traceId, String span) {
        String trace = new String(HexFormat.of().parseHex(traceId), ISO_8859_1);
        return received.stream()
                .anyMatch(spans -> spans.contains(service) && spans.contains(trace) && spans.contains(span));
    }

    /** Whether these words stand in any of the spans that have come. */
    boolean mentions(String words) {
        return received.stream().anyMatch(spans -> spans.contains(words));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            received.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }
}
