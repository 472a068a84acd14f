package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What a network writes while it is trained, for people to see how far it is. */
public record SampleSpec(
        @Setting(
                value = "Temperatures of the samples that are written at every evaluation, one for each; 0 takes"
                        + " the most likely character every time",
                range = "[0, 10]",
                mostEntries = 8)
        @JsonProperty(required = true)
        List<Double> sampleTemperatures,

        @Setting(value = "Characters of a sample", range = "[1, 10000]", chosen = true) @JsonProperty(required = true)
        int sampleLength) {
    public SampleSpec {
        sampleTemperatures = List.copyOf(sampleTemperatures);
    }

    void check(Problems problems) {
        problems.check(this);
    }
}
