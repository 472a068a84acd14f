package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionChoice.FinishReason;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.models.Model;
import io.escriba.e2e.Escriba.Event;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenAI's own client for Java, unchanged, with a model that was trained here. */
@ExtendWith(SharedInstance.class)
class OpenAiClientIT {
    private static final CompletionCreateParams JO = CompletionCreateParams.builder()
            .model("nomes")
            .prompt("Jo")
            .maxTokens(200)
            .temperature(0.9)
            .seed(23)
            .putAdditionalBodyProperty("ignore_eos", JsonValue.from(true))
            .build();

    @Test
    void getsTheTextThatAStreamGets(Escriba escriba) {
        String stream =
                Event.text(escriba.read(escriba.stream("{\"model\":\"nomes\",\"prompt\":\"Jo\",\"maxCharacters\":200,"
                                + "\"temperature\":0.9,\"seed\":23,\"ignoreEnd\":true}")
                        .get("id")
                        .asText()));
        OpenAIClient client = client(escriba);

        Completion whole = client.completions().create(JO).validate();

        assertThat(text(whole)).isEqualTo(stream);
        assertThat(whole.systemFingerprint()).contains("nomes@1");
        assertThat(whole.usage().orElseThrow())
                .returns(2L, usage -> usage.promptTokens())
                .returns(200L, usage -> usage.completionTokens());
        try (StreamResponse<Completion> parts = client.completions().createStreaming(JO)) {
            assertThat(parts.stream().map(OpenAiClientIT::text).collect(Collectors.joining()))
                    .isEqualTo(stream);
        }
        client.close();
    }

    @Test
    void getsSeveralNamesThatEndWhereTheModelEndsThem(Escriba escriba) {
        OpenAIClient client = client(escriba);

        List<CompletionChoice> names = client.completions()
                .create(CompletionCreateParams.builder()
                        .model("nomes")
                        .prompt("")
                        .n(5)
                        .seed(2)
                        .logprobs(3)
                        .build())
                .validate()
                .choices();

        assertThat(names).hasSize(5).allSatisfy(name -> {
            assertThat(name.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(name.text()).isNotEmpty().doesNotContain("\n");
            assertThat(name.logprobs().orElseThrow().tokens().orElseThrow())
                    .contains(name.text().substring(0, 1));
        });
        client.close();
    }

    @Test
    void knowsModelsAndErrors(Escriba escriba) {
        OpenAIClient client = client(escriba);

        assertThat(client.models().list().autoPager().stream().map(Model::id)).contains("nomes");
        assertThat(client.models().retrieve("nomes").validate().id()).isEqualTo("nomes");
        assertThat(catchThrowableOfType(
                        NotFoundException.class,
                        () -> client.completions()
                                .create(JO.toBuilder().model("nobody").build())))
                .hasMessageContaining("There is no model 'nobody'.");
        assertThat(catchThrowableOfType(
                        BadRequestException.class,
                        () -> client.completions()
                                .create(JO.toBuilder().prompt("木").topP(7).build())))
                .hasMessageContaining("木")
                .hasMessageContaining("top_p");
        client.close();
    }

    private static OpenAIClient client(Escriba escriba) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(escriba.uri("/v1").toString())
                .apiKey("none is needed")
                .maxRetries(0)
                .build();
    }

    private static String text(Completion completion) {
        return completion.choices().stream().map(CompletionChoice::text).collect(Collectors.joining());
    }
}
