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

    @Test
    void readsFlags() {
        assertThat(Parameters.flag("seal", Optional.empty(), true)).isTrue();
        assertThat(Parameters.flag("seal", Optional.of("false"), true)).isFalse();
    }

    @Test
    void refusesOtherFlags() {
        assertThatThrownBy(() -> Parameters.flag("seal", Optional.of("no"), true))
                .isInstanceOf(ProblemException.class)
                .hasMessage("seal is 'no'; use true or false.");
    }

    @Test
    void readsIndexes() {
        assertThat(Parameters.index("from", " 12 ")).isEqualTo(12);
    }

    @Test
    void refusesOtherIndexes() {
        for (String value : new String[] {"-1", "x", "", "1.5", "99999999999999999999"}) {
            assertThatThrownBy(() -> Parameters.index("from", value))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("from is '" + value + "'");
        }
    }
}
