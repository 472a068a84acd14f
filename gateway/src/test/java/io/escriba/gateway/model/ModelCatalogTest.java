package io.escriba.gateway.model;

import static io.escriba.gateway.TestModels.published;
import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ModelCatalogTest {
    private final ModelCatalog catalog = new ModelCatalog();

    @Test
    void aNameMeansItsNewestVersion() {
        catalog.publish(published("nomes", 20, "ab"));
        catalog.publish(published("nomes", 3, "ab"));

        assertThat(find("nomes")).isEqualTo(20);
        assertThat(find("nomes@3")).isEqualTo(3);
        assertThat(catalog.versions(new Name("nomes")))
                .extracting(PublishedModel::version)
                .containsExactly(3L, 20L);
    }

    @Test
    void aVersionAnnouncedTwiceIsOneVersion() {
        catalog.publish(published("nomes", 3, "ab"));
        catalog.publish(published("nomes", 3, "abc"));

        assertThat(catalog.versions(new Name("nomes"))).hasSize(1);
        assertThat(catalog.versions(new Name("nomes"))
                        .get(0)
                        .manifest()
                        .vocabulary()
                        .size())
                .isEqualTo(3);
    }

    @Test
    void aRetiredModelIsGoneWithAllVersions() {
        catalog.publish(published("nomes", 3, "ab"));
        catalog.publish(published("nomes", 4, "ab"));

        catalog.retire(new Name("nomes"));

        assertThat(catalog.names()).isEmpty();
        assertThat(catalog.has(new ModelVersion(new Name("nomes"), 4))).isFalse();
    }

    @Test
    void whatWasPublishedMeanwhileIsNotForgotten() {
        PublishedModel old = published("nomes", 3, "ab");
        PublishedModel fresh = published("nomes", 4, "ab");
        catalog.publish(old);
        catalog.publish(fresh);

        catalog.forget(new Name("nomes"), List.of(old));
        assertThat(catalog.versions(new Name("nomes"))).containsExactly(fresh);

        catalog.forget(new Name("nomes"), List.of(old, fresh));
        assertThat(catalog.names()).isEmpty();
        catalog.forget(new Name("nomes"), List.of(old, fresh));
    }

    @Test
    void saysWhatThereIsInstead() {
        assertThat(absence("nomes")).isEqualTo("There is no model 'nomes'. None has been trained yet.");

        catalog.publish(published("nomes", 3, "ab"));
        catalog.publish(published("bible", 1, "ab"));

        assertThat(absence("nome")).isEqualTo("There is no model 'nome'. There are: bible, nomes.");
        assertThat(absence("nomes@4")).isEqualTo("Model 'nomes' has no version 4. It has: 3.");
    }

    private long find(String reference) {
        return catalog.find(ModelVersion.Reference.parse(reference))
                .orElseThrow()
                .version();
    }

    private String absence(String text) {
        ModelVersion.Reference reference = ModelVersion.Reference.parse(text);
        assertThat(catalog.find(reference)).isEmpty();
        return catalog.explainAbsence(reference);
    }
}
