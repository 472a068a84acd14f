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
                .mapToObj(index -> new Choice(index, format))
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
        ObjectNode completion =
                format.completion(choices.stream().map(Choice::json).toList());
        completion.set(
                "usage",
                format.usage(choices.stream()
                        .mapToLong(choice -> choice.end().generatedCharacters())
                        .sum()));
        return completion;
    }

    private static final class Choice {
        private final int index;
        private final CompletionFormat format;
        private final StringBuilder text = new StringBuilder();
        private final Optional<Logprobs> logprobs;
        private Optional<Generated.End> end = Optional.empty();

        Choice(int index, CompletionFormat format) {
            this.index = index;
            this.format = format;
            this.logprobs = format.logprobs(index);
        }

        void add(Generated part) {
            part.fold(this::append, last -> end = Optional.of(last));
        }

        private StringBuilder append(Generated.Text written) {
            logprobs.ifPresent(gathered -> gathered.add(written));
            return text.append(written.text());
        }

        Generated.End end() {
            return end.orElseThrow(() ->
                    new IllegalStateException("The inference service stopped without an end. Its log may say why."));
        }

        ObjectNode json() {
            return format.choice(index, text.toString(), logprobs, Optional.of(end()));
        }
    }
}
