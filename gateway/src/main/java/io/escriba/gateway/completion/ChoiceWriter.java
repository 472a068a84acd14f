package io.escriba.gateway.completion;

import io.escriba.gateway.generation.TextGenerator;
import io.smallrye.mutiny.Multi;

/** Has the choices of completions written. */
final class ChoiceWriter {
    /** Choices of one completion that are written at the same time; the others follow, so that nobody takes every place. */
    private static final int AT_ONCE = 8;

    private final TextGenerator generator;

    ChoiceWriter(TextGenerator generator) {
        this.generator = generator;
    }

    /**
     * The parts of all choices of a completion, written as they are requested.
     *
     * @return fails with a {@link io.escriba.gateway.problem.ProblemException} when one of the choices does
     */
    Multi<ChoicePart> write(CompletionRequest request) {
        return Multi.createFrom()
                .range(0, request.choices())
                .onItem()
                .transformToMulti(index ->
                        generator.write(request.choice(index), 0).map(part -> new ChoicePart(index, part)))
                .merge(AT_ONCE);
    }
}
