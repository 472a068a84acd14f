package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.grpc.v1.ListModelsResponse;
import io.escriba.grpc.v1.ServedModel;
import io.escriba.grpc.v1.ServedModel.State;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UnloadableVersionsTest {
    private static final ModelVersion NEWEST = new ModelVersion(new Name("nomes"), 2);

    private final UnloadableVersions versions = new UnloadableVersions();

    @Test
    void areThoseThatNobodyCanLoad() {
        versions.heard(List.of(list(State.STATE_FAILED), list(State.STATE_FAILED)));

        assertThat(versions.has(NEWEST)).isTrue();
        assertThat(versions.has(new ModelVersion(NEWEST.name(), 1))).isFalse();
    }

    @Test
    void areNotThoseThatSomebodyServesOrMayLoad() {
        versions.heard(List.of(list(State.STATE_FAILED), list(State.STATE_SERVING)));
        assertThat(versions.has(NEWEST)).isFalse();

        versions.heard(List.of(list(State.STATE_FAILED), ListModelsResponse.getDefaultInstance()));
        assertThat(versions.has(NEWEST)).isFalse();
    }

    @Test
    void areForgottenWhenTheyCanBeLoadedAndNotBefore() {
        versions.heard(List.of(list(State.STATE_FAILED)));

        versions.heard(List.of());
        assertThat(versions.has(NEWEST)).isTrue();

        versions.heard(List.of(list(State.STATE_LOADING)));
        assertThat(versions.has(NEWEST)).isFalse();
    }

    private static ListModelsResponse list(State newest) {
        return ListModelsResponse.newBuilder()
                .addModels(model(1, State.STATE_SERVING))
                .addModels(model(NEWEST.version(), newest))
                .build();
    }

    private static ServedModel.Builder model(long version, State state) {
        return ServedModel.newBuilder()
                .setName(NEWEST.name().value())
                .setVersion(version)
                .setState(state);
    }
}
