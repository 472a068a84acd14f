package io.escriba.s3server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.escriba.s3server.Disturbance.Direction;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A port whose connections go on to a server, and which can be disturbed. */
final class Line implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Line.class.getName());
    private static final int PIECE = 16 * 1024;
    /** Enough for what a request begins with to be found though it comes in two pieces. */
    private static final int TAIL = 1024;

    private final ServerSocket listening;
    private final Runnable stop;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<Integer> server = Optional.empty();
    private volatile Optional<Disturbance> disturbance = Optional.empty();

    /**
     * A line that leads nowhere yet.
     *
     * @param stop ends the server when a disturbance says so
     */
    Line(Runnable stop) throws IOException {
        this.stop = stop;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Has new connections go to this port. */
    void connect(int port) {
        server = Optional.of(port);
    }

    /** Breaks all connections; new ones end at once. */
    void cut() {
        server = Optional.empty();
        open.forEach(Line::close);
    }

    void disturb(Disturbance next) {
        disturbance = Optional.of(next);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                take(listening.accept());
            } catch (IOException e) {
                LOG.log(
                        Level.DEBUG,
                        "The line is being closed, or the server has just gone: its client will notice.",
                        e);
            }
        }
    }

    private void take(Socket client) throws IOException {
        open.add(client);
        Optional<Integer> to = server;
        if (to.isEmpty()) {
            close(client);
        } else {
            connect(client, to.get());
        }
    }

    private void connect(Socket client, int to) throws IOException {
        try {
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), to);
            open.add(upstream);
            Connection connection = new Connection(client, upstream);
            threads.execute(() -> connection.pass(Direction.UP, client, upstream));
            threads.execute(() -> connection.pass(Direction.DOWN, upstream, client));
        } catch (IOException e) {
            close(client);
            throw e;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        close(listening);
        cut();
        threads.shutdownNow();
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError("A socket cannot be closed.", e);
        }
    }

    /** One client's way to the server and back. */
    private final class Connection {
        private final Socket client;
        private final Socket upstream;
        private String tail = "";
        private Optional<Disturbance> meant = Optional.empty();
        private long passed;

        Connection(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void pass(Direction direction, Socket from, Socket to) {
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                byte[] piece = new byte[PIECE];
                for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                    if (direction == Direction.UP) {
                        watch(new String(piece, 0, read, ISO_8859_1));
                    }
                    if (strikes(direction, read)) {
                        return;
                    }
                    out.write(piece, 0, read);
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "One side has gone: so does the other.", e);
            } finally {
                close(client);
                close(upstream);
                open.remove(client);
                open.remove(upstream);
            }
        }

        private synchronized void watch(String piece) {
            String seen = tail + piece;
            tail = seen.substring(Math.max(0, seen.length() - TAIL));
            disturbance
                    .filter(next -> meant.isEmpty())
                    .filter(next -> next.request().matcher(seen).find())
                    .filter(next -> next.times().getAndDecrement() > 0)
                    .ifPresent(next -> {
                        meant = Optional.of(next);
                        passed = 0;
                    });
        }

        /** Whether this piece no longer passes. */
        private boolean strikes(Direction direction, int bytes) {
            Disturbance now;
            synchronized (this) {
                if (meant.isEmpty() || meant.get().direction() != direction) {
                    return false;
                }
                now = meant.get();
                passed += bytes;
                if (passed <= now.after()) {
                    return false;
                }
            }
            switch (now.effect()) {
                case BREAK -> {}
                case STOP -> stop.run();
                case STALL -> await();
            }
            return true;
        }

        private void await() {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
