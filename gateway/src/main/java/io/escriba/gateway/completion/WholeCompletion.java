package io.escriba.gateway.completion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.escriba.gateway.generation.Generated;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Gathers the choices of a completion until all have ended. Not thread-safe. */
final class WholeCompletion {
    private final CompletionFormat format;
    private final List<Choice> choices;

    WholeCompletion(CompletionFormat format) {
        this.format = format;
        this.choices = IntStream.range(0, format.request().choices())
                .mapToObj(index -> new Choice())
                .toList();
    }

    void add(ChoicePart part) {
        choices.get(part.choice()).add(part.part());
    }

    /**
     * The completion, when everything has come.
     *
     * @throws IllegalStateException when a choice has not ended
     */
    ObjectNode json() {
        List<ObjectNode> written = IntStream.range(0, choices.size())
                .mapToObj(index -> choices.get(index).json(index, format))
                .toList();
        ObjectNode completion = format.completion(written);
        completion.set(
                "usage",
                format.usage(choices.stream()
                        .mapToLong(choice -> choice.end().generatedCharacters())
                        .sum()));
        return completion;
    }

    private static final class Choice {
        private final StringBuilder text = new StringBuilder();
        private Optional<Generated.End> end = Optional.empty();

        void add(Generated part) {
            part.fold(written -> text.append(written.text()), last -> end = Optional.of(last));
        }

        Generated.End end() {
            return end.orElseThrow(() ->
                    new IllegalStateException("The inference service stopped without an end. Its log may say why."));
        }

        ObjectNode json(int index, CompletionFormat format) {
            return format.choice(index, text.toString(), Optional.of(end()));
        }
    }
}
