package io.escriba.gateway.stream;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the description of the API says of a request for a stream. {@link StreamRequestReader} reads the fields one by one, so
 * that it can tell everything that is wrong with them together.
 */
@Schema(
        name = "StreamRequest",
        requiredProperties = "model",
        additionalProperties = Schema.False.class,
        description = "A field that is null is as if it were absent")
record StreamFields(
        @Schema(description = "NAME for its newest version, or NAME@VERSION", examples = "nomes")
        String model,

        @Schema(
                maxLength = 2_000,
                description = "What the text begins with. Default: where documents are lines, nothing; otherwise a"
                        + " random excerpt of the text that the version was trained on, of up to 200 characters, which"
                        + " the seed chooses. An empty string begins with nothing")
        String prompt,

        @Schema(
                minimum = "1",
                maximum = "100000",
                defaultValue = "500",
                description = "At most so many characters after the prompt")
        long maxCharacters,

        @Schema(
                minimum = "0",
                maximum = "10",
                defaultValue = "0.8",
                description = "0 takes the most likely character every time")
        double temperature,

        @Schema(
                type = SchemaType.ARRAY,
                minItems = 1,
                maxItems = StreamRequest.MAX_TEMPERATURES,
                uniqueItems = true,
                description = "Instead of temperature: one text with each of these, of 0 to 10, all from the same"
                        + " beginning and with the same seed, in one stream")
        List<@DecimalMin("0") @DecimalMax("10") Double> temperatures,

        @Schema(
                minimum = "0.1",
                maximum = "10000",
                description = "Characters per second of each text. Default: as fast as they can be written")
        double pace,

        @Schema(minimum = "0", defaultValue = "0", description = "Candidates for each character; 0 for no limit")
        int topK,

        @Schema(
                minimum = "0",
                maximum = "1",
                defaultValue = "1",
                description = "Only the most likely characters that have this share of the probability together are"
                        + " candidates")
        double topP,

        @Schema(
                minimum = "0.1",
                maximum = "10",
                defaultValue = "1",
                description = "Above 1, characters that occur among the last 64 become less likely")
        double repetitionPenalty,

        @Schema(
                anyOf = {String.class, String[].class},
                maxItems = 4,
                description = "A string of 1 to 64 characters, or a list of up to 4. The text ends before the first of"
                        + " them that the model writes")
        Object stop,

        @Schema(defaultValue = "false", description = "The text goes on where the model would end it")
        boolean ignoreEnd,

        @Schema(
                minimum = "0",
                maximum = "20",
                description = "Each character comes with its log-probability in nats, and with those of so many most"
                        + " likely ones. Default: without any")
        int logprobs,

        @Schema(
                minimum = "-9223372036854775808",
                maximum = "9223372036854775807",
                description = "Gives the same text again. Default: random")
        long seed,

        @Schema(
                enumeration = {"refuse", "skip"},
                defaultValue = "refuse",
                description = "What to do with characters of the prompt that the model does not know")
        String unknown) {}
