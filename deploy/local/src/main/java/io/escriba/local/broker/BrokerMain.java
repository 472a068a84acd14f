package io.escriba.local.broker;

import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An {@link EmbeddedBroker} as a process of its own. It stops on SIGTERM after it has written everything to disk. */
public final class BrokerMain {
    private static final System.Logger LOG = System.getLogger(BrokerMain.class.getName());

    private BrokerMain() {}

    /**
     * Runs until the process is told to stop.
     *
     * @param args the directory of the broker's log, and the port to listen on
     */
    public static void main(String[] args) {
        if (args.length != 2) {
            fail("Usage: BrokerMain DIRECTORY PORT");
            return;
        }
        try {
            EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), Integer.parseInt(args[1]));
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
            broker.awaitShutdown();
        } catch (NumberFormatException e) {
            fail("The port '" + args[1] + "' is not a number.");
        } catch (UncheckedIOException e) {
            fail(e.getMessage());
        } catch (RuntimeException e) {
            // Kafka's threads would keep a process alive that serves nobody.
            LOG.log(Level.ERROR, "The broker cannot start.", e);
            System.exit(1);
        }
    }

    /** What JBoss LogManager is to be configured with in a process that runs this, as a URL. */
    public static String loggingConfiguration() {
        return Objects.requireNonNull(BrokerMain.class.getResource("logging.properties"))
                .toString();
    }

    private static void fail(@Nullable String message) {
        System.err.println(message);
        System.exit(1);
    }
}
