package io.escriba.bench.load;

import io.escriba.grpc.v1.End;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.GenerationGrpc;
import io.escriba.grpc.v1.Text;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server of texts that a test writes itself. */
public final class ScriptedServer extends GenerationGrpc.GenerationImplBase implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final Server server;

    /** A text that somebody has asked for. */
    public record Call(GenerateRequest request, StreamObserver<GenerateResponse> reader) {
        /** Sends characters in one message. */
        public Call write(String characters) {
            reader.onNext(GenerateResponse.newBuilder()
                    .setText(Text.newBuilder().setText(characters))
                    .build());
            return this;
        }

        /** Ends the text. */
        public void end() {
            reader.onNext(GenerateResponse.newBuilder()
                    .setEnd(End.getDefaultInstance())
                    .build());
            reader.onCompleted();
        }

        /** Breaks it off. */
        public void fail(Status status) {
            reader.onError(status.asException());
        }

        /** Whether the reader has gone away. */
        public boolean isCancelled() {
            return ((ServerCallStreamObserver<GenerateResponse>) reader).isCancelled();
        }
    }

    private ScriptedServer(int port) {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(this)
                .build();
    }

    /** Starts one on any port. */
    public static ScriptedServer start() throws IOException {
        ScriptedServer scripted = new ScriptedServer(0);
        scripted.server.start();
        return scripted;
    }

    /** A client of its own. */
    public GenerateClient client() {
        return new GenerateClient(server.getPort(), GenerateClient.USUAL_WINDOW);
    }

    /** The next text that is asked for. */
    public Call next() throws InterruptedException {
        @Nullable Call call = calls.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("Nobody has asked for a text within " + PATIENCE_SECONDS + " s.");
        }
        return call;
    }

    @Override
    public void generate(GenerateRequest request, StreamObserver<GenerateResponse> reader) {
        calls.add(new Call(request, reader));
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
