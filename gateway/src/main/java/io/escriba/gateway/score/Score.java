package io.escriba.gateway.score;

import io.escriba.gateway.generation.Likelihood;
import io.escriba.name.Name;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How likely a model finds a text.
 *
 * @param version that scored it
 * @param prompt what stands before the text, as the model read it
 * @param text as the model read it
 * @param characters of the text
 * @param loss mean of the negative log-probabilities
 * @param logprobs one for each character
 */
@Schema(name = "Score")
public record Score(
        Name model,

        @Schema(description = "The version that scored the text")
        long version,

        @Schema(description = "What stands before the text, as the model reads it")
        String prompt,

        @Schema(description = "The text as the model reads it: in NFC, and without what was skipped")
        String text,

        @Schema(minimum = "1", maximum = "100000", description = "Characters of the text")
        int characters,

        @Schema(
                description = "The mean of the negative log-probabilities, in nats per character, as the losses of"
                        + " trainings")
        double loss,

        @Schema(description = "One for each character of the text, in order")
        List<Place> logprobs) {
    public Score {
        logprobs = List.copyOf(logprobs);
    }

    /** One character of the text. */
    @Schema(name = "ScoredCharacter")
    public record Place(
            @Schema(description = "The character") String text,

            @Schema(maximum = "0", description = "Its log-probability in nats")
            double logprob,

            @Schema(description = "The most likely characters at its place, the likeliest first")
            List<Candidate> top) {
        public Place {
            top = List.copyOf(top);
        }
    }

    /** What could stand there. */
    @Schema(name = "CandidateCharacter")
    public record Candidate(
            @Schema(description = "A character; empty for the end of the text")
            String text,

            @Schema(maximum = "0", description = "Its log-probability in nats")
            double logprob) {}

    /**
     * Puts a score together.
     *
     * @param likelihoods one for each character of the text
     */
    static Score of(ScoringRequest request, List<Likelihood> likelihoods) {
        int[] characters = request.text().codePoints().toArray();
        if (characters.length != likelihoods.size()) {
            throw new IllegalStateException("The inference service scored " + likelihoods.size()
                    + " characters of a text of " + characters.length
                    + ". Bring it and this gateway to the same version of Escriba.");
        }
        List<Place> places = new ArrayList<>(characters.length);
        double sum = 0;
        for (int i = 0; i < characters.length; i++) {
            Likelihood likelihood = likelihoods.get(i);
            sum -= likelihood.logProbability();
            places.add(new Place(
                    Character.toString(characters[i]),
                    likelihood.logProbability(),
                    likelihood.top().stream()
                            .map(candidate -> new Candidate(candidate.character(), candidate.logProbability()))
                            .toList()));
        }
        return new Score(
                request.model().name(),
                request.model().version(),
                request.prompt(),
                request.text(),
                characters.length,
                sum / characters.length,
                places);
    }
}
