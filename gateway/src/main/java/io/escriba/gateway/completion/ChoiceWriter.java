package io.escriba.gateway.completion;

import io.escriba.gateway.generation.Generated;
import io.escriba.gateway.generation.TextGenerator;
import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.generation.TextScorer;
import io.escriba.gateway.security.limit.Places;
import io.escriba.log.LogSubject;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Has the choices of completions written. */
final class ChoiceWriter {
    /**
     * Most choices of one completion that are written at the same time; the others follow, so that nobody takes every place.
     */
    static final int AT_ONCE = 8;

    private final TextGenerator generator;
    private final TextScorer scorer;

    ChoiceWriter(TextGenerator generator, TextScorer scorer) {
        this.generator = generator;
        this.scorer = scorer;
    }

    /** The same, for choices that the log knows as this. */
    ChoiceWriter about(LogSubject subject) {
        return new ChoiceWriter(generator.about(subject), scorer);
    }

    /**
     * The parts of all choices of a completion, written as they are requested.
     *
     * @param places how many choices are written at the same time, 1 to {@link #AT_ONCE}. Each leaves its place when it ends
     * @return fails with a {@link io.escriba.gateway.problem.ProblemException} when one of the choices does
     */
    Multi<ChoicePart> write(CompletionRequest request, Places places) {
        List<Uni<List<Generated>>> prompts = request.texts().stream()
                .map(text -> prompt(text).memoize().indefinitely())
                .toList();
        return Multi.createFrom()
                .range(0, request.choices())
                .onItem()
                .transformToMulti(index -> {
                    Multi<Generated> written = generator.write(request.choice(index), 0);
                    Multi<Generated> choice =
                            request.echo() ? after(prompts.get(request.promptOf(index)), written) : written;
                    return places.leaving(choice).map(part -> new ChoicePart(index, part));
                })
                .merge(places.atOnce());
    }

    /** The prompt, told when the text has begun: a refusal must not come after it. */
    private static Multi<Generated> after(Uni<List<Generated>> prompt, Multi<Generated> written) {
        return Multi.createFrom().deferred(() -> {
            AtomicBoolean begun = new AtomicBoolean();
            return written.onItem()
                    .transformToMulti(part -> begun.getAndSet(true)
                            ? Multi.createFrom().item(part)
                            : prompt.onItem()
                                    .transformToMulti(before ->
                                            Multi.createFrom().items(Stream.concat(before.stream(), Stream.of(part)))))
                    .concatenate();
        });
    }

    /** The prompt as if it had been written. Its first character follows nothing, so nobody knows how likely it is. */
    private Uni<List<Generated>> prompt(TextRequest text) {
        String prompt = text.prompt();
        int characters = text.promptCharacters();
        if (characters == 0) {
            return Uni.createFrom().item(List.of());
        }
        int firstEnd = text.candidates().isPresent() ? prompt.offsetByCodePoints(0, 1) : prompt.length();
        Generated.Text first = new Generated.Text(prompt.substring(0, firstEnd), -characters);
        if (firstEnd == prompt.length()) {
            return Uni.createFrom().item(List.of(first));
        }
        String rest = prompt.substring(firstEnd);
        return scorer.score(text.model(), first.text(), rest, text.candidates().orElse(0))
                .map(likelihoods -> List.of(first, new Generated.Text(rest, first.next(), likelihoods)));
    }
}
