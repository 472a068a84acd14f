package io.escriba.trace;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;

/**
 * Who takes the spans of a service. Without it spans are lost and the service goes on; what the exporter then says of each batch does
 * not name the setting that is wrong.
 */
public final class TraceCollector {
    private static final System.Logger LOG = System.getLogger(TraceCollector.class.getName());
    private static final String SETTING = "quarkus.otel.exporter.otlp.endpoint";
    private static final int PATIENCE_MILLIS = 5_000;

    private TraceCollector() {}

    /** Logs what is wrong, if anything is, without keeping anybody waiting. */
    public static void check(String endpoint) {
        Thread thread = new Thread(
                () -> problem(endpoint).ifPresent(problem -> LOG.log(Level.WARNING, problem)), "trace-collector");
        thread.setDaemon(true);
        thread.start();
    }

    /** What is wrong; nothing if somebody listens there. */
    static Optional<String> problem(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            if (uri.getHost() == null) {
                throw new IllegalArgumentException("It names no host.");
            }
            int standard = "https".equals(uri.getScheme()) ? 443 : 80;
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort()),
                        PATIENCE_MILLIS);
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(SETTING + " is '" + endpoint + "', which is no address: " + e.getMessage()
                    + " Use one such as http://collector:4317. Traces are lost until then.");
        } catch (IOException e) {
            return Optional.of("Nobody takes traces at " + endpoint + " (" + e.getMessage()
                    + "), so they are lost. Start a collector there, set " + SETTING
                    + " to where one is, or set quarkus.otel.sdk.disabled=true.");
        }
    }
}
