package io.escriba.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.name.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelVersionTest {
    @Test
    void aReferenceIsANameOrANameWithAVersion() {
        assertThat(ModelVersion.Reference.parse("nomes").version()).isEmpty();
        assertThat(ModelVersion.Reference.parse("nomes@12"))
                .satisfies(reference -> assertThat(reference.name()).isEqualTo(new Name("nomes")))
                .satisfies(reference -> assertThat(reference.version()).hasValue(12L));
        assertThat(new ModelVersion(new Name("nomes"), 12)).hasToString("nomes@12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@1", "nomes@", "nomes@0", "nomes@-1", "nomes@x", "nomes@1@2", "No"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> ModelVersion.Reference.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
