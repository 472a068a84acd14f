package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.Sampling;
import io.escriba.grpc.v1.Snapshot;
import io.escriba.grpc.v1.UnknownCharacters;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class KeptTextTest {
    private static final GenerateRequest REQUEST = GenerateRequest.newBuilder()
            .setModel("joao")
            .setVersion(3)
            .setPrompt("abc")
            .setMaxCharacters(2_000)
            .setSampling(Sampling.newBuilder().setTemperature(0.5).setSeed(7))
            .addStop("x")
            .build();

    @Test
    void whateverDecidesWhichCharactersComeMakesItAnotherText() {
        Stream<GenerateRequest> others = Stream.of(
                REQUEST.toBuilder().setModel("maria").build(),
                REQUEST.toBuilder().setVersion(4).build(),
                REQUEST.toBuilder().setPrompt("abd").build(),
                REQUEST.toBuilder().clearStop().build(),
                REQUEST.toBuilder().addStop("y").build(),
                REQUEST.toBuilder()
                        .setUnknown(UnknownCharacters.UNKNOWN_CHARACTERS_SKIP)
                        .build(),
                with(sampling().setTemperature(0.6)),
                with(sampling().setTopK(5)),
                with(sampling().setTopP(0.9)),
                with(sampling().setRepetitionPenalty(1.1)),
                with(sampling().setIgnoreEnd(true)),
                with(sampling().setSeed(8)));

        Set<ByteString> names = Stream.concat(
                        others.map(request -> KeptText.name(request, "file")),
                        Stream.of(KeptText.name(REQUEST, "file"), KeptText.name(REQUEST, "another")))
                .collect(Collectors.toSet());

        assertThat(names).hasSize(14);
    }

    @Test
    void howFarSomebodyIsAndWhatHeIsToldMakesItNoOther() {
        GenerateRequest same = REQUEST.toBuilder()
                .setSkip(9)
                .setMaxCharacters(3_000)
                .setWritten("d")
                .setSnapshot(Snapshot.newBuilder().setIndex(8))
                .setSnapshotInterval(100)
                .setLogProbabilities(4)
                .setStream("stream")
                .build();

        assertThat(KeptText.name(same, "file")).isEqualTo(KeptText.name(REQUEST, "file"));
    }

    private static Sampling.Builder sampling() {
        return REQUEST.getSampling().toBuilder();
    }

    private static GenerateRequest with(Sampling.Builder sampling) {
        return REQUEST.toBuilder().setSampling(sampling).build();
    }
}
