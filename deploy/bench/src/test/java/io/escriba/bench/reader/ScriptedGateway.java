package io.escriba.bench.reader;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server of streams of events that a test writes itself. */
public final class ScriptedGateway implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<HttpExchange> requests = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    private ScriptedGateway(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", requests::add);
    }

    /** Starts one on any port. */
    public static ScriptedGateway start() throws IOException {
        ScriptedGateway gateway =
                new ScriptedGateway(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        gateway.server.start();
        return gateway;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.getAddress().getPort());
    }

    /** The next stream that is asked for. */
    public Answer next() throws InterruptedException {
        @Nullable HttpExchange request = requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("Nobody has asked for a stream within " + PATIENCE_SECONDS + " s.");
        }
        return new Answer(request);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** A stream that somebody has asked for. */
    public static final class Answer {
        private final HttpExchange exchange;
        private boolean begun;

        private Answer(HttpExchange exchange) {
            this.exchange = exchange;
        }

        public Optional<String> lastEventId() {
            return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
        }

        public Answer text(long index, String text) throws IOException {
            return event("id: " + (index + text.length()) + "\nevent: text\ndata: {\"text\":\"" + text + "\",\"index\":"
                    + index + "}");
        }

        public Answer end(long characters) throws IOException {
            return event("id: " + characters
                    + "e\nevent: end\ndata: {\"reason\":\"length\",\"promptCharacters\":0,\"generatedCharacters\":"
                    + characters + "}");
        }

        public Answer event(String lines) throws IOException {
            if (!begun) {
                begun = true;
                exchange.sendResponseHeaders(200, 0);
            }
            exchange.getResponseBody().write((lines + "\n\n").getBytes(UTF_8));
            exchange.getResponseBody().flush();
            return this;
        }

        public void refuse() throws IOException {
            refuse(503, Optional.empty());
        }

        /** With the seconds after which to ask again, if any. */
        public void refuse(int status, Optional<String> after) throws IOException {
            after.ifPresent(seconds -> exchange.getResponseHeaders().add("Retry-After", seconds));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        }

        public Answer await(Callable<Boolean> condition) {
            org.awaitility.Awaitility.await().until(condition);
            return this;
        }

        public void close() {
            exchange.close();
        }
    }
}
