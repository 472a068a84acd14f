package io.escriba.inference.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.grpc.v1.End;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.GenerationGrpc;
import io.escriba.grpc.v1.ListModelsRequest;
import io.escriba.grpc.v1.LogProbabilities;
import io.escriba.grpc.v1.Sampling;
import io.escriba.grpc.v1.ScoreRequest;
import io.escriba.grpc.v1.ScoreResponse;
import io.escriba.grpc.v1.ServedModel;
import io.escriba.grpc.v1.Snapshot;
import io.escriba.grpc.v1.Start;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A client of the service. */
final class Caller implements AutoCloseable {
    private static final int DEADLINE_SECONDS = 60;

    /** Bytes that may be on their way to it: few, so that a stream that is not read soon pauses. */
    static final int WINDOW = 4 * 1024;

    private final ManagedChannel channel;

    Caller(int port) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .flowControlWindow(WINDOW)
                .build();
    }

    /** A whole text. */
    record Answer(
            Start start,
            List<String> characters,
            List<Long> indices,
            List<LogProbabilities> logProbabilities,
            List<Snapshot> snapshots,
            End end) {
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
        List<LogProbabilities> logProbabilities = new ArrayList<>();
        List<Snapshot> snapshots = new ArrayList<>();
        Start start = Start.getDefaultInstance();
        End end = End.getDefaultInstance();
        for (Iterator<GenerateResponse> events = begin(request); events.hasNext(); ) {
            GenerateResponse event = events.next();
            switch (event.getEventCase()) {
                case START -> start = event.getStart();
                case TEXT -> {
                    int[] together = event.getText().getText().codePoints().toArray();
                    for (int i = 0; i < together.length; i++) {
                        characters.add(Character.toString(together[i]));
                        indices.add(event.getText().getIndex() + i);
                    }
                    logProbabilities.addAll(event.getText().getLogProbabilitiesList());
                }
                case SNAPSHOT -> snapshots.add(event.getSnapshot());
                case END -> end = event.getEnd();
                case EVENT_NOT_SET -> throw new AssertionError("An event says nothing.");
            }
        }
        return new Answer(start, characters, indices, logProbabilities, snapshots, end);
    }

    /** Begins a stream; what is not taken from it is not sent either, but for what gRPC buffers. */
    Iterator<GenerateResponse> begin(GenerateRequest request) {
        return GenerationGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .generate(request);
    }

    /** Begins a stream that is read as it comes, and forgotten. */
    void readAndForget(GenerateRequest request) {
        GenerationGrpc.newStub(channel).generate(request, new StreamObserver<>() {
            @Override
            public void onNext(GenerateResponse event) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {}
        });
    }

    /** Begins a stream of which only the server is told that it is to end after a while. */
    Iterator<GenerateResponse> beginWithServersDeadline(GenerateRequest request, Duration limit) {
        return stubWithServersDeadline(limit).generate(request);
    }

    /** Begins to score a text; only the server is told that the call is to end after a while. */
    Iterator<ScoreResponse> beginWithServersDeadline(ScoreRequest request, Duration limit) {
        return stubWithServersDeadline(limit).score(request);
    }

    private GenerationGrpc.GenerationBlockingStub stubWithServersDeadline(Duration limit) {
        Metadata headers = new Metadata();
        // As HTTP/2 carries it: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
        headers.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), limit.toMillis() + "m");
        return GenerationGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** A text that has been scored. */
    record Score(Start start, String text, List<LogProbabilities> logProbabilities) {}

    /** Scores a text to its end. */
    Score score(ScoreRequest request) {
        Start start = Start.getDefaultInstance();
        StringBuilder text = new StringBuilder();
        List<LogProbabilities> logProbabilities = new ArrayList<>();
        Iterator<ScoreResponse> events = GenerationGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .score(request);
        while (events.hasNext()) {
            ScoreResponse event = events.next();
            switch (event.getEventCase()) {
                case START -> start = event.getStart();
                case TEXT -> {
                    assertThat(event.getText().getIndex()).isEqualTo(logProbabilities.size());
                    text.append(event.getText().getText());
                    logProbabilities.addAll(event.getText().getLogProbabilitiesList());
                }
                case EVENT_NOT_SET -> throw new AssertionError("An event says nothing.");
            }
        }
        return new Score(start, text.toString(), logProbabilities);
    }

    /** The versions that serve. */
    List<ModelVersion> models() {
        return versions().stream()
                .filter(model -> model.getState() == ServedModel.State.STATE_SERVING)
                .map(Caller::version)
                .toList();
    }

    /** What is said of a version, if it is listed. */
    Optional<ServedModel> listed(ModelVersion version) {
        return versions().stream()
                .filter(model -> version(model).equals(version))
                .findFirst();
    }

    private List<ServedModel> versions() {
        return GenerationGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .listModels(ListModelsRequest.getDefaultInstance())
                .getModelsList();
    }

    private static ModelVersion version(ServedModel model) {
        return new ModelVersion(new Name(model.getName()), model.getVersion());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
