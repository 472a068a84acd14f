package io.escriba.gateway.generation;

import io.escriba.model.ModelVersion;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Tells how likely models find texts. */
public interface TextScorer {
    /**
     * How likely a model finds a text: what it tells where it writes the same text after the same prompt.
     *
     * @param prompt what stands before the text, all of its characters known to the model; may be empty
     * @param text at least one character, all of them known to the model
     * @param candidates how many of the most likely characters are named at each place, 0 to 20
     * @return one for each character; fails with a {@link io.escriba.gateway.problem.ProblemException} that says who is to do
     *     what
     */
    Uni<List<Likelihood>> score(ModelVersion model, String prompt, String text, int candidates);
}
