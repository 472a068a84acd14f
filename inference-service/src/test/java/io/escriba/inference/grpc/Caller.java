package io.escriba.inference.grpc;

import io.escriba.grpc.v1.End;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.GenerationGrpc;
import io.escriba.grpc.v1.ListModelsRequest;
import io.escriba.grpc.v1.Sampling;
import io.escriba.grpc.v1.ServedModel;
import io.escriba.grpc.v1.Start;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client of the service. */
final class Caller implements AutoCloseable {
    private static final int DEADLINE_SECONDS = 60;
    /** Small, so that a stream that is not read soon pauses. */
    private static final int WINDOW = 64 * 1024;

    private final ManagedChannel channel;

    Caller(int port) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .flowControlWindow(WINDOW)
                .build();
    }

    /** A whole text. */
    record Answer(Start start, List<String> characters, List<Long> indices, End end) {
        String text() {
            return String.join("", characters);
        }
    }

    static GenerateRequest.Builder request(Name model, String prompt, long characters, long seed) {
        return GenerateRequest.newBuilder()
                .setModel(model.value())
                .setPrompt(prompt)
                .setMaxCharacters(characters)
                .setSampling(Sampling.newBuilder().setTemperature(1).setSeed(seed));
    }

    /** Reads a stream to its end. */
    Answer generate(GenerateRequest request) {
        List<String> characters = new ArrayList<>();
        List<Long> indices = new ArrayList<>();
        Start start = Start.getDefaultInstance();
        End end = End.getDefaultInstance();
        for (Iterator<GenerateResponse> events = begin(request); events.hasNext(); ) {
            GenerateResponse event = events.next();
            switch (event.getEventCase()) {
                case START -> start = event.getStart();
                case TEXT -> {
                    characters.add(event.getText().getText());
                    indices.add(event.getText().getIndex());
                }
                case END -> end = event.getEnd();
                case EVENT_NOT_SET -> throw new AssertionError("An event says nothing.");
            }
        }
        return new Answer(start, characters, indices, end);
    }

    /** Begins a stream; what is not taken from it is not sent either, but for what gRPC buffers. */
    Iterator<GenerateResponse> begin(GenerateRequest request) {
        return GenerationGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .generate(request);
    }

    List<ModelVersion> models() {
        return GenerationGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .listModels(ListModelsRequest.getDefaultInstance())
                .getModelsList()
                .stream()
                .map(Caller::version)
                .toList();
    }

    private static ModelVersion version(ServedModel model) {
        return new ModelVersion(new Name(model.getName()), model.getVersion());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
