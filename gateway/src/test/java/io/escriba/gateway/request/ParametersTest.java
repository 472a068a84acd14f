package io.escriba.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ParametersTest {
    @Test
    void readsNames() {
        assertThat(Parameters.name("nomes.pt")).isEqualTo(new Name("nomes.pt"));
    }

    @Test
    void refusesWhatIsNoName() {
        assertThatThrownBy(() -> Parameters.name("../etc"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("'../etc' is not a name");
    }

    @Test
    void readsModelsAndVersions() {
        assertThat(Parameters.reference("nomes@3"))
                .isEqualTo(new ModelVersion.Reference(new Name("nomes"), Optional.of(3L)));
        assertThat(Parameters.reference("nomes"))
                .isEqualTo(new ModelVersion.Reference(new Name("nomes"), Optional.empty()));
        assertThatThrownBy(() -> Parameters.reference("nomes@new"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("'nomes@new' is no model");
    }
}
