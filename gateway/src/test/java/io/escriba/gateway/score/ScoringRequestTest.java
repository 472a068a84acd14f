package io.escriba.gateway.score;

import static io.escriba.gateway.TestModels.published;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.model.Catalogs;
import io.escriba.gateway.model.ModelCatalog;
import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.Query;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScoringRequestTest {
    private static final ModelVersion OLD = new ModelVersion(new Name("nomes"), 3);
    private static final ModelVersion NEW = new ModelVersion(new Name("nomes"), 4);

    private final ModelCatalog catalog = Catalogs.of(published("nomes", 3, "abã"), published("nomes", 4, "abã"));

    @Test
    void aTextIsEnough() {
        assertThat(read("nomes", "{\"text\": \"ab\"}")).isEqualTo(new ScoringRequest(NEW, "", "ab", 0));
    }

    @Test
    void readsEverySetting() {
        assertThat(read(
                        "nomes@3",
                        "{\"text\": \"xa\\u0303b\", \"prompt\": \"ayb\", \"logprobs\": 20, \"unknown\": \"skip\"}"))
                .isEqualTo(new ScoringRequest(OLD, "ab", "ãb", 20));
    }

    @Test
    void tellsEverythingThatIsWrong() {
        assertThat(refusal(
                                "nomes",
                                "{\"text\": \"axby\", \"prompt\": \"z\", \"logprobs\": 21, \"unknown\": \"ask\","
                                        + " \"temperature\": 1}")
                        .faults())
                .extracting(Fault::field)
                .containsExactlyInAnyOrder("text", "prompt", "logprobs", "unknown", "temperature");
        assertThat(refusal("nomes@0", "{\"prompt\": 7}").faults())
                .extracting(Fault::field)
                .containsExactlyInAnyOrder("name", "text", "prompt");
        assertThat(refusal("nobody", "{}").faults()).extracting(Fault::field).containsExactlyInAnyOrder("name", "text");
    }

    @Test
    void namesTheCharactersThatTheModelDoesNotKnow() {
        assertThat(refusal("nomes", "{\"text\": \"axby\"}").detail()).contains("'x' (U+0078)", "'y' (U+0079)");
    }

    @Test
    void saysThatThereIsNoSuchModel() {
        Problem problem = refusal("nomes@5", "{\"text\": \"ab\"}");

        assertThat(problem.status()).isEqualTo(404);
        assertThat(problem.detail()).isEqualTo("Model 'nomes' has no version 5. It has: 3, 4.");
    }

    @Test
    void aTextHasAtLeastOneCharacterThatTheModelKnows() {
        assertThat(refusal("nomes", "{\"text\": \"\"}").detail()).contains("text is empty");
        assertThat(refusal("nomes", "{\"text\": \"xyz\", \"unknown\": \"skip\"}")
                        .detail())
                .contains("no character that the model knows");
    }

    @Test
    void limitsTextPromptAndLogProbabilities() {
        String most = "a".repeat(100_000);

        assertThat(read("nomes", "{\"text\": \"" + most + "\", \"prompt\": \"" + most + "\"}")
                        .text())
                .isEqualTo(most);
        assertThat(refusal("nomes", "{\"text\": \"" + most + "a\", \"prompt\": \"" + most + "b\"}")
                        .faults())
                .extracting(Fault::message)
                .allMatch(message -> message.contains("has 100001 characters; use at most 100000."))
                .hasSize(2);
        assertThat(refusal("nomes", "{\"text\": \"" + most + "\", \"logprobs\": 1}")
                        .detail())
                .contains("which makes 200000 log-probabilities; use at most 100000 in all.");
        assertThat(read("nomes", "{\"text\": \"" + "a".repeat(20_000) + "\", \"logprobs\": 4}")
                        .candidates())
                .isEqualTo(4);
    }

    private ScoringRequest read(String model, String json) {
        Query query = new Query();
        Optional<ModelVersion.Reference> reference = query.read("name", model, ModelVersion.Reference::parse);
        try {
            return ScoringRequest.read(reference, query.body(new ByteArrayInputStream(json.getBytes(UTF_8))), catalog);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Problem refusal(String model, String json) {
        return catchThrowableOfType(ProblemException.class, () -> read(model, json))
                .problem();
    }
}
