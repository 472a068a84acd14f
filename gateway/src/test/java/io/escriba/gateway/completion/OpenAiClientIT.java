package io.escriba.gateway.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionChoice.FinishReason;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.models.Model;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.TestModels;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What OpenAI's own client for Java makes of the gateway. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // the client is opened before each test
final class OpenAiClientIT extends RunningGateway {
    private OpenAIClient client;

    @BeforeEach
    void open() {
        client = OpenAIOkHttpClient.builder()
                .baseUrl(address.resolve("/v1").toString())
                .apiKey("none is needed")
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void completesInOne() {
        Completion completion = client.completions()
                .create(of("letters").prompt("ab").maxTokens(30).seed(4).build())
                .validate();

        assertThat(completion.choices()).hasSize(1);
        assertThat(completion.choices().get(0).text()).isEqualTo(FakeInference.text(4, 0, 30));
        assertThat(completion.choices().get(0).finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(completion.choices().get(0).logprobs()).isEmpty();
        assertThat(completion.model()).isEqualTo("letters");
        assertThat(completion.systemFingerprint()).contains("letters@2");
        assertThat(completion.usage().orElseThrow())
                .returns(2L, usage -> usage.promptTokens())
                .returns(30L, usage -> usage.completionTokens())
                .returns(32L, usage -> usage.totalTokens());
    }

    @Test
    void givesTheSameTextForTheSameSeedAndVersion() {
        CompletionCreateParams request =
                of("letters@1").prompt("a").seed(-7).n(3).build();

        Completion first = client.completions().create(request);
        Completion again = client.completions().create(request);

        assertThat(again.choices()).isEqualTo(first.choices());
        assertThat(again.systemFingerprint())
                .isEqualTo(first.systemFingerprint())
                .contains("letters@1");
    }

    @Test
    void knowsTheIdOfARequest() {
        try (HttpResponseFor<Completion> answer = client.completions()
                .withRawResponse()
                .create(of("letters").prompt("").build())) {
            assertThat(answer.requestId())
                    .hasValueSatisfying(id -> assertThat(id).startsWith("req_"));
        }
    }

    @Test
    void stopsAtStrings() {
        CompletionChoice choice = only(of("letters").prompt("").seed(0).stopOfStrings(List.of("x", "de")));

        assertThat(choice.text()).isEqualTo("abc");
        assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void takesSettingsThatAreNotOpenAis() {
        CompletionChoice choice = only(of("names")
                .prompt("")
                .seed(0)
                .putAdditionalBodyProperty("top_k", JsonValue.from(3))
                .putAdditionalBodyProperty("repetition_penalty", JsonValue.from(1.5))
                .putAdditionalBodyProperty("ignore_eos", JsonValue.from(false)));

        assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void writesSeveralChoicesForSeveralPrompts() {
        List<CompletionChoice> choices = client.completions()
                .create(of("letters")
                        .promptOfArrayOfStrings(List.of("a", "b"))
                        .n(2)
                        .seed(0)
                        .maxTokens(3)
                        .echo(true)
                        .build())
                .validate()
                .choices();

        assertThat(choices).extracting(CompletionChoice::index).containsExactly(0L, 1L, 2L, 3L);
        assertThat(choices).extracting(CompletionChoice::text).containsExactly("aabc", "abcd", "babc", "bbcd");
    }

    @Test
    void tellsHowLikelyTheTextIs() {
        CompletionChoice.Logprobs logprobs = only(of("letters")
                        .prompt("d")
                        .seed(0)
                        .maxTokens(2)
                        .logprobs(1))
                .logprobs()
                .orElseThrow();

        assertThat(logprobs.tokens()).contains(List.of("a", "b"));
        assertThat(logprobs.tokenLogprobs()).contains(List.of(-0.5, -0.75));
        assertThat(logprobs.textOffset()).contains(List.of(1L, 2L));
        assertThat(logprobs.topLogprobs().orElseThrow().get(1)._allProperties()).containsOnlyKeys("<|endoftext|>", "b");
    }

    @Test
    void tellsHowLikelyAPromptIs() {
        CompletionChoice choice =
                only(of("letters").prompt("dab").maxTokens(0).echo(true).logprobs(0));

        assertThat(choice.text()).isEqualTo("dab");
        List<Double> logprobs = choice.logprobs().orElseThrow().tokenLogprobs().orElseThrow();
        assertThat(logprobs).containsExactly(null, -0.5, -0.75);
    }

    @Test
    void streams() {
        List<Completion> chunks = stream(of("letters")
                .prompt("ab")
                .seed(4)
                .maxTokens(30)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build()));

        assertThat(textOf(chunks)).isEqualTo(FakeInference.text(4, 0, 30));
        Completion end = chunks.get(chunks.size() - 2);
        assertThat(end.choices().get(0).finishReason()).isEqualTo(FinishReason.LENGTH);
        Completion usage = chunks.get(chunks.size() - 1);
        assertThat(usage.choices()).isEmpty();
        assertThat(usage.usage().orElseThrow().totalTokens()).isEqualTo(32);
        assertThat(chunks)
                .extracting(chunk -> chunk.systemFingerprint().orElseThrow())
                .containsOnly("letters@2");
    }

    @Test
    void streamsWithTheSettingsOfAWholeAnswer() {
        List<Completion> chunks =
                stream(of("letters").prompt("d").seed(0).echo(true).logprobs(0).stop("cd"));

        assertThat(textOf(chunks)).isEqualTo("dab");
        assertThat(chunks.stream()
                        .flatMap(chunk -> chunk.choices().get(0).logprobs().stream())
                        .flatMap(logprobs -> logprobs.textOffset().orElseThrow().stream()))
                .containsExactly(0L, 1L, 2L);
        CompletionChoice end = chunks.get(chunks.size() - 1).choices().get(0);
        assertThat(end.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void listsModels() {
        assertThat(client.models().list().autoPager())
                .extracting(Model::id)
                .contains("letters", "names")
                .doesNotContain("retired");
        assertThat(client.models().retrieve("letters@1").validate())
                .returns("letters@1", Model::id)
                .returns("escriba", Model::ownedBy)
                .returns(TestModels.CREATED.getEpochSecond(), Model::created);
    }

    @Test
    void throwsItsExceptionsForProblems() {
        assertThat(refused(NotFoundException.class, of("nothing").prompt("")))
                .returns("model_not_found", error -> error.code().orElse(""))
                .returns("model", error -> error.param().orElse(""))
                .returns("invalid_request_error", error -> error.type().orElse(""));
        assertThat(refused(BadRequestException.class, of("letters").prompt("aX")))
                .hasMessageContaining("'X' (U+0058)")
                .returns("prompt", error -> error.param().orElse(""));
        assertThat(refused(BadRequestException.class, of("letters").prompt("").logprobs(6)))
                .hasMessageContaining("logprobs is 6; use a whole number from 0 to 5.");
        assertThat(refused(RateLimitException.class, of("busy").prompt("")))
                .hasMessageContaining("256 streams run")
                .returns("requests", error -> error.type().orElse(""))
                .returns("rate_limit_exceeded", error -> error.code().orElse(""));
        assertThat(refused(InternalServerException.class, of("away").prompt("")))
                .returns(503, OpenAIServiceException::statusCode);
        assertThat(catchThrowableOfType(
                        NotFoundException.class, () -> client.models().retrieve("nothing")))
                .returns("model_not_found", error -> error.code().orElse(""));
    }

    @Test
    void throwsItsExceptionWhenAStreamBreaksOff() {
        assertThat(catchThrowableOfType(
                        SseException.class, () -> stream(of("breaks").prompt(""))))
                .hasMessageContaining("away")
                .returns("server_error", error -> error.type().orElse(""));
    }

    private static CompletionCreateParams.Builder of(String model) {
        return CompletionCreateParams.builder().model(model);
    }

    private CompletionChoice only(CompletionCreateParams.Builder request) {
        List<CompletionChoice> choices =
                client.completions().create(request.build()).choices();
        assertThat(choices).hasSize(1);
        return choices.get(0);
    }

    private List<Completion> stream(CompletionCreateParams.Builder request) {
        try (StreamResponse<Completion> chunks = client.completions().createStreaming(request.build())) {
            return chunks.stream().toList();
        }
    }

    private static String textOf(List<Completion> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .map(CompletionChoice::text)
                .collect(Collectors.joining());
    }

    private <T extends OpenAIServiceException> T refused(Class<T> type, CompletionCreateParams.Builder request) {
        return catchThrowableOfType(type, () -> client.completions().create(request.build()));
    }
}
