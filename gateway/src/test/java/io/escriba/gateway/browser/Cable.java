package io.escriba.gateway.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A connection to a server on this machine that can be cut. */
public final class Cable implements AutoCloseable {
    private final ServerSocket end;
    private final int server;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private volatile boolean isCut;

    /** A cable to the server that listens at this address. */
    public Cable(URI address) {
        try {
            end = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = address.getPort();
        start(this::accept);
    }

    /** An address at its other end. */
    public String address(String path) {
        return "http://127.0.0.1:" + end.getLocalPort() + path;
    }

    /** Cuts every connection, and keeps new ones from being made. */
    public void cut() {
        isCut = true;
        open.forEach(Cable::close);
        open.clear();
    }

    /** Lets connections be made again. */
    public void mend() {
        isCut = false;
    }

    @Override
    public void close() throws IOException {
        end.close();
        cut();
    }

    private void accept() {
        while (!end.isClosed()) {
            try {
                Socket client = end.accept();
                if (isCut) {
                    client.close();
                    continue;
                }
                Socket gateway = new Socket(InetAddress.getLoopbackAddress(), server);
                open.add(client);
                open.add(gateway);
                start(() -> carry(client, gateway));
                start(() -> carry(gateway, client));
            } catch (IOException e) {
                // The cable was closed, or the server is away, which its client sees too.
            }
        }
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // It was cut, or one side has gone away. The other side learns of it.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cable");
        thread.setDaemon(true);
        thread.start();
    }
}
