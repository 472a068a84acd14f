package io.escriba.inference.grpc;

import java.util.Optional;

/** How long a prompt may be: all of it is read, and kept in memory, before the first character comes. */
final class PromptLength {
    private PromptLength() {}

    /** What is wrong with the length of a prompt, which is in the form in which a model reads it. */
    static Optional<String> problem(String prompt, int most) {
        int characters = prompt.codePointCount(0, prompt.length());
        return characters <= most
                ? Optional.empty()
                : Optional.of("prompt has " + characters + " characters; use up to " + most + ".");
    }
}
