package io.escriba.store;

import io.escriba.corpus.Dataset;
import io.escriba.model.Manifest;
import io.escriba.model.Metrics;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.training.TrainingSpec;
import io.escriba.vocabulary.Vocabulary;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What is announced of versions that a test stores. */
final class Publications {
    private Publications() {}

    /**
     * A version that was stored.
     *
     * @param artifact where it is
     * @param network the local file that it was stored from
     */
    static PublishedModel of(ModelVersion version, URI artifact, Path network) throws IOException {
        Manifest manifest = new Manifest(
                version.name(),
                version.version(),
                version.name() + "-0-3",
                new Dataset("escriba.corpus", 0, 0, 1, version.name()),
                Vocabulary.of("ab"),
                TrainingSpec.base(),
                List.of(),
                new Metrics(1, 1, 1, 1, 1),
                Instant.EPOCH,
                "cpu",
                "test");
        return new PublishedModel(
                version.name(), version.version(), artifact, Sha256.of(network), Files.size(network), manifest);
    }
}
