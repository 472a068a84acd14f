package io.escriba.gateway.generation;

import io.escriba.model.ModelVersion;
import io.escriba.sampling.Sampling;

/**
 * A text to be written. Nothing is left open, so the same request gives the same characters whoever writes it.
 *
 * @param prompt what the text begins with, in NFC, all of its characters known to the model; may be empty
 * @param maxCharacters at most so many characters after the prompt, at least 1
 */
public record TextRequest(ModelVersion model, String prompt, long maxCharacters, Sampling sampling) {
    /** Most characters that one text may have. */
    public static final long MAX_CHARACTERS = 100_000;

    public TextRequest {
        if (maxCharacters < 1 || maxCharacters > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "maxCharacters is " + maxCharacters + "; use 1 to " + MAX_CHARACTERS + ".");
        }
    }
}
