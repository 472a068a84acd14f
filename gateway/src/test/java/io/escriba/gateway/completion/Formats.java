package io.escriba.gateway.completion;

import io.escriba.gateway.generation.TextRequest;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import java.time.Instant;
import java.util.List;

/** Formats of completions for tests; what a test does not name is the same for all. */
final class Formats {
    private Formats() {}

    /** Of a completion of the prompt {@code ab} with so many choices. */
    static CompletionFormat of(int n, boolean includeUsage) {
        TextRequest text = new TextRequest(new ModelVersion(new Name("nomes"), 3), "ab", 16, new Sampling(1, 0, 1));
        return new CompletionFormat(
                "cmpl-1",
                Instant.ofEpochSecond(1_700_000_000),
                new CompletionRequest("nomes", List.of(text), n, false, includeUsage, includeUsage));
    }
}
