package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a network writes while it is trained, for people to see how far it is.
 *
 * @param sampleTemperatures one sample for each at every evaluation, at most 8, 0 to 10 each
 * @param sampleLength characters of a sample, 1 to 10,000
 */
public record SampleSpec(
        @JsonProperty(required = true) List<Double> sampleTemperatures,
        @JsonProperty(required = true) int sampleLength) {
    public SampleSpec {
        sampleTemperatures = List.copyOf(sampleTemperatures);
    }

    void check(Problems problems) {
        problems.check(
                sampleTemperatures.size() <= 8 && sampleTemperatures.stream().allMatch(t -> t >= 0 && t <= 10),
                "sampleTemperatures are " + sampleTemperatures + "; use at most 8 numbers from 0 to 10.");
        problems.range("sampleLength", sampleLength, 1, 10_000);
    }
}
