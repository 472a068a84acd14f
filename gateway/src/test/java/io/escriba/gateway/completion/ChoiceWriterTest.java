package io.escriba.gateway.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.generation.Generated;
import io.escriba.gateway.generation.Generated.Text;
import io.escriba.gateway.generation.Likelihood;
import io.escriba.gateway.generation.TextGenerator;
import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.generation.TextScorer;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.security.limit.FreePlaces;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ChoiceWriterTest {
    private static final ModelVersion NOMES = new ModelVersion(new Name("nomes"), 3);
    private static final Generated.End END = new Generated.End(Generated.Reason.END, 3, 1);
    private static final Likelihood LIKELIHOOD = new Likelihood(-1, List.of());

    private final List<String> scored = new ArrayList<>();
    private final TextScorer scorer = (model, prompt, text, candidates) -> {
        scored.add(prompt + "|" + text + "|" + candidates);
        return Uni.createFrom().item(List.of(LIKELIHOOD, LIKELIHOOD));
    };

    @Test
    void writesEightChoicesAtTheSameTimeAndTheOthersAfterThem() {
        List<MultiEmitter<? super Generated>> begun = new ArrayList<>();
        TextGenerator generator = (request, skip) -> Multi.createFrom().emitter(begun::add);

        AssertSubscriber<ChoicePart> subscriber = write(generator, request("", 10, false, OptionalInt.empty()));

        assertThat(begun).hasSize(8);
        begun.get(3).emit(END).complete();
        assertThat(begun).hasSize(9);
        subscriber.assertItems(new ChoicePart(3, END));
        for (int i = 0; i < 10; i++) {
            begun.get(i).complete();
        }
        subscriber.assertCompleted();
    }

    @Test
    void repeatsThePromptBeforeTheText() {
        assertThat(written(request("ab😀", 1, true, OptionalInt.empty())))
                .containsExactly(new Text("ab😀", -3), new Text("7", 0), END);
        assertThat(scored).isEmpty();
    }

    @Test
    void repeatsAPromptWithItsLikelihoodsButTheFirst() {
        assertThat(written(request("ab😀", 1, true, OptionalInt.of(2))))
                .containsExactly(
                        new Text("a", -3), new Text("b😀", -2, List.of(LIKELIHOOD, LIKELIHOOD)), new Text("7", 0), END);
        assertThat(scored).containsExactly("a|b😀|2");
    }

    @Test
    void asksOnceHowLikelyAPromptIs() {
        assertThat(written(request("ab😀", 3, true, OptionalInt.of(2)))).hasSize(12);
        assertThat(scored).hasSize(1);
    }

    @Test
    void hasNothingToAskOfAPromptOfOneCharacterOrNone() {
        assertThat(written(request("😀", 1, true, OptionalInt.of(0))))
                .containsExactly(new Text("😀", -1), new Text("7", 0), END);
        assertThat(written(request("", 1, true, OptionalInt.of(0)))).containsExactly(new Text("7", 0), END);
        assertThat(scored).isEmpty();
    }

    @Test
    void tellsARefusalBeforeThePrompt() {
        ProblemException refusal = ProblemException.badRequest("No.");

        write((request, skip) -> Multi.createFrom().failure(refusal), request("ab", 1, true, OptionalInt.empty()))
                .assertHasNotReceivedAnyItem()
                .assertFailedWith(ProblemException.class, "No.");
    }

    /** What comes of a model that writes its seed and ends. */
    private List<Generated> written(CompletionRequest request) {
        TextGenerator generator = (text, skip) ->
                Multi.createFrom().items(new Text(String.valueOf(text.sampling().seed()), 0), END);
        return write(generator, request).assertCompleted().getItems().stream()
                .map(ChoicePart::part)
                .toList();
    }

    private AssertSubscriber<ChoicePart> write(TextGenerator generator, CompletionRequest request) {
        return new ChoiceWriter(generator, scorer)
                .write(request, FreePlaces.of(ChoiceWriter.AT_ONCE))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static CompletionRequest request(String prompt, int n, boolean echo, OptionalInt candidates) {
        TextRequest text = new TextRequest(NOMES, prompt, 16, new Sampling(1, 0, 7), List.of(), candidates);
        return new CompletionRequest("nomes", List.of(text), n, echo, true, false);
    }
}
