package io.escriba.bench.load;

import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.GenerationGrpc;
import io.escriba.grpc.v1.ListModelsRequest;
import io.escriba.grpc.v1.ServedModel;
import io.escriba.model.ModelVersion;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;

/**
 * Readers of many streams on one connection, as the gateway has one to each server, with one thread for all of them: the readers
 * share the processors with the service that is measured, and must cost little.
 */
public final class GenerateClient implements AutoCloseable {
    /** The gateway's, in bytes. */
    public static final int USUAL_WINDOW = 65_535;

    /** One, in bytes, with which a stream that nobody takes pauses soon. */
    public static final int SMALL_WINDOW = 1024;

    private static final int PATIENCE_SECONDS = 30;

    private final ManagedChannel channel;

    /**
     * For a server on this machine.
     *
     * @param window what a stream may have on its way that nobody has taken, in bytes
     */
    public GenerateClient(int port, int window) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .flowControlWindow(window)
                .disableRetry()
                .directExecutor()
                .build();
    }

    /**
     * Asks for a stream.
     *
     * @param messages that are taken at first
     */
    public OpenStream open(GenerateRequest request, int messages, StreamListener listener) {
        ClientCall<GenerateRequest, GenerateResponse> call =
                channel.newCall(GenerationGrpc.getGenerateMethod(), CallOptions.DEFAULT);
        call.start(new Hearing(listener), new Metadata());
        take(call, messages);
        call.sendMessage(request);
        call.halfClose();
        return new OpenStream() {
            @Override
            public void take(int more) {
                GenerateClient.take(call, more);
            }

            @Override
            public void cancel() {
                call.cancel("The reader has gone away.", null);
            }
        };
    }

    /** gRPC breaks a call of which no messages are requested by saying so. */
    private static void take(ClientCall<?, ?> call, int messages) {
        if (messages > 0) {
            call.request(messages);
        }
    }

    /** Whether a version serves new streams. */
    public boolean serves(ModelVersion version) {
        return GenerationGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .listModels(ListModelsRequest.getDefaultInstance())
                .getModelsList()
                .stream()
                .anyMatch(model -> model.getName().equals(version.name().value())
                        && model.getVersion() == version.version()
                        && model.getState() == ServedModel.State.STATE_SERVING);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static final class Hearing extends ClientCall.Listener<GenerateResponse> {
        private final StreamListener listener;

        Hearing(StreamListener listener) {
            this.listener = listener;
        }

        @Override
        public void onMessage(GenerateResponse message) {
            if (message.hasText()) {
                String text = message.getText().getText();
                listener.characters(text.codePointCount(0, text.length()));
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            listener.ended(status);
        }
    }
}
