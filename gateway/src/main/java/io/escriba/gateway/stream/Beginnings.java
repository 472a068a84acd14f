package io.escriba.gateway.stream;

import io.escriba.corpus.Dataset;
import io.escriba.gateway.corpus.Excerpt;
import io.escriba.gateway.corpus.RandomExcerpts;
import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.model.ModelCatalog;
import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.training.Documents;
import io.escriba.vocabulary.Vocabulary;
import java.util.List;
import java.util.Optional;

/** Chooses what texts begin with where nobody says it. Thread-safe. */
final class Beginnings {
    /** Most characters of a beginning. */
    static final int MAX_CHARACTERS = 200;

    private final ModelCatalog catalog;
    private final RandomExcerpts excerpts;
    private final int characters;

    /**
     * Takes beginnings from the corpora of models.
     *
     * @param maxPrompt most characters that a prompt may have
     */
    Beginnings(ModelCatalog catalog, RandomExcerpts excerpts, int maxPrompt) {
        this.catalog = catalog;
        this.excerpts = excerpts;
        this.characters = Math.min(MAX_CHARACTERS, maxPrompt);
    }

    /**
     * What a text begins with.
     *
     * @param excerpt as it stands in the corpus
     * @param prompt the excerpt as the model reads it
     */
    record Beginning(Excerpt excerpt, String prompt) {}

    /**
     * A random excerpt of the corpus of the model, the same for the same version and seed.
     *
     * @return empty where documents are lines, which all begin alike
     * @throws ProblemException (410) when the corpus is not kept any more, (429) when too many others are being chosen, (503)
     *     when the corpus cannot be read now
     */
    Optional<Beginning> choose(TextRequest text) {
        ModelVersion version = text.model();
        return catalog.find(new ModelVersion.Reference(version.name(), Optional.of(version.version())))
                .map(model -> model.manifest())
                .filter(manifest -> manifest.spec().examples().documents() == Documents.TEXT)
                .map(manifest -> choose(manifest, text.sampling().seed()));
    }

    private Beginning choose(Manifest manifest, long seed) {
        Excerpt excerpt;
        try {
            excerpt = excerpts.draw(manifest.dataset(), seed, characters);
        } catch (ProblemException e) {
            throw explained(manifest, e);
        }
        Vocabulary vocabulary = manifest.vocabulary();
        return new Beginning(excerpt, vocabulary.decode(vocabulary.encodeKnown(Vocabulary.normalize(excerpt.text()))));
    }

    private static ProblemException explained(Manifest manifest, ProblemException e) {
        Dataset dataset = manifest.dataset();
        Problem why = e.problem();
        String detail = "Without a prompt, a text begins with a random excerpt of the corpus '" + dataset.corpus()
                + "', on which version " + manifest.version() + " of '" + manifest.model()
                + "' was trained. There is none: " + why.detail()
                + " Send a prompt of your own, or \"prompt\": \"\" to begin with nothing.";
        return new ProblemException(new Problem(why.status(), detail, List.of(), why.retryAfter()), e);
    }
}
