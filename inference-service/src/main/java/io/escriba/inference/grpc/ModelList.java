package io.escriba.inference.grpc;

import io.escriba.grpc.v1.ListModelsResponse;
import io.escriba.grpc.v1.ServedModel;
import io.escriba.inference.catalog.KnownVersion;
import io.escriba.inference.precision.Computation;
import java.util.List;

/** What a caller of {@code ListModels} is told. */
final class ModelList {
    private ModelList() {}

    /** The answer that names these versions. */
    static ListModelsResponse of(List<KnownVersion> versions) {
        return ListModelsResponse.newBuilder()
                .addAllModels(versions.stream().map(ModelList::model).toList())
                .build();
    }

    private static ServedModel model(KnownVersion version) {
        return ServedModel.newBuilder()
                .setName(version.id().name().value())
                .setVersion(version.id().version())
                .setState(state(version.state()))
                .setProblem(version.problem().orElse(""))
                .setPrecision(version.computation()
                        .map(how -> how.precision().toString())
                        .orElse(""))
                .setPrecisionProblem(
                        version.computation().flatMap(Computation::problem).orElse(""))
                .build();
    }

    private static ServedModel.State state(KnownVersion.State state) {
        return switch (state) {
            case SERVING -> ServedModel.State.STATE_SERVING;
            case LOADED -> ServedModel.State.STATE_LOADED;
            case LOADING -> ServedModel.State.STATE_LOADING;
            case FAILED -> ServedModel.State.STATE_FAILED;
        };
    }
}
