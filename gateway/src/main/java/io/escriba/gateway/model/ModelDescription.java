package io.escriba.gateway.model;

import io.escriba.corpus.Dataset;
import io.escriba.model.Metrics;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.training.Architecture;
import io.escriba.training.Documents;
import java.time.Instant;
import java.util.List;

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
     * @param device what it was trained on
     * @param documents what one document of its corpus is
     * @param characters distinct characters that it knows
     * @param size of its ONNX file in bytes
     * @param sha256 of its ONNX file, in hexadecimal
     * @param dataset from which its training text can be read again
     * @param job that trained it
     */
    public record Version(
            long version,
            Instant created,
            String device,
            Architecture architecture,
            int hiddenSize,
            int layers,
            Documents documents,
            int characters,
            long size,
            String sha256,
            Metrics metrics,
            Dataset dataset,
            String job) {
        private static Version of(PublishedModel model) {
            var manifest = model.manifest();
            var spec = manifest.spec();
            String characters = manifest.vocabulary().characters();
            return new Version(
                    model.version(),
                    manifest.created(),
                    manifest.device(),
                    spec.network().architecture(),
                    spec.network().hiddenSize(),
                    spec.network().layers(),
                    spec.examples().documents(),
                    characters.codePointCount(0, characters.length()),
                    model.size(),
                    model.sha256(),
                    manifest.metrics(),
                    manifest.dataset(),
                    manifest.job());
        }
    }
}
