package io.escriba.gateway.model;

import io.escriba.corpus.Dataset;
import io.escriba.model.Metrics;
import io.escriba.model.PublishedModel;
import io.escriba.model.StateTensor;
import io.escriba.name.Name;
import io.escriba.training.Architecture;
import io.escriba.training.Documents;
import io.escriba.training.TrainingSpec;
import io.escriba.vocabulary.Vocabulary;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A model as the API shows it.
 *
 * @param versions the newest last
 */
public record ModelDescription(Name name, List<Version> versions) {
    /** Shows these versions of one model. */
    static ModelDescription of(Name name, List<PublishedModel> versions) {
        return new ModelDescription(name, versions.stream().map(Version::of).toList());
    }

    /**
     * One version.
     *
     * @param created when it was published
     * @param device what it was trained on
     * @param escriba version that trained it
     * @param documents what one document of its corpus is
     * @param characters distinct characters that it knows
     * @param vocabulary which ones these are
     * @param spec complete, so that the training can be repeated
     * @param states the tensors of state of its ONNX file, in the order of its layers
     * @param size of its ONNX file in bytes
     * @param sha256 of its ONNX file, in hexadecimal
     * @param dataset from which its training text can be read again
     * @param job that trained it
     */
    public record Version(
            long version,
            @Schema(description = "When it was published") Instant created,

            @Schema(description = "What it was trained on", examples = "cpu")
            String device,

            @Schema(description = "The version of Escriba that trained it")
            String escriba,

            Architecture architecture,
            int hiddenSize,
            int layers,
            Documents documents,

            @Schema(description = "Distinct characters that it knows")
            int characters,

            @Schema(ref = "#/components/schemas/KnownCharacters", description = "Which ones these are")
            Vocabulary vocabulary,

            @Schema(
                    ref = "#/components/schemas/TrainingSpec",
                    description = "Every setting of its training, flat as it is ordered")
            TrainingSpec spec,

            @Schema(description = "The state of its ONNX file, in the order of its layers")
            List<StateTensor> states,

            @Schema(description = "Of its ONNX file, in bytes")
            long size,

            @Schema(description = "Of its ONNX file, in hexadecimal", pattern = "^[0-9a-f]{64}$")
            String sha256,

            @Schema(description = "How it came out; losses in nats per character")
            Metrics metrics,

            @Schema(description = "From which its training text can be read again")
            Dataset dataset,

            @Schema(description = "The training that made it")
            String job) {
        public Version {
            states = List.copyOf(states);
        }

        private static Version of(PublishedModel model) {
            var manifest = model.manifest();
            var spec = manifest.spec();
            String characters = manifest.vocabulary().characters();
            return new Version(
                    model.version(),
                    manifest.created(),
                    manifest.device(),
                    manifest.escriba(),
                    spec.network().architecture(),
                    spec.network().hiddenSize(),
                    spec.network().layers(),
                    spec.examples().documents(),
                    characters.codePointCount(0, characters.length()),
                    manifest.vocabulary(),
                    spec,
                    manifest.states(),
                    model.size(),
                    model.sha256(),
                    manifest.metrics(),
                    manifest.dataset(),
                    manifest.job());
        }
    }
}
