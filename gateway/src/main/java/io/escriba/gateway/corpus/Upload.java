package io.escriba.gateway.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.CorpusEvents;
import io.escriba.corpus.CorpusSealed;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.IdempotencyKey;
import io.escriba.name.Name;
import io.escriba.store.Sha256;
import io.escriba.training.TrainingJob;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * One text on its way into a corpus.
 *
 * @param seal what is to happen when the text is complete; empty when more of it is to come
 * @param key by which the text is stored once, however often it is sent
 */
record Upload(Name corpus, Optional<Seal> seal, Optional<IdempotencyKey> key) {
    /**
     * The text is complete.
     *
     * @param train whether a model is to be trained now
     * @param model to be trained; called like the corpus when empty
     * @param spec of the training, already checked
     */
    record Seal(boolean train, Optional<Name> model, Optional<JsonNode> spec) {}

    /**
     * The text is stored.
     *
     * @param replayed whether it was before, by an upload with the same key
     */
    record Outcome(Receipt receipt, boolean replayed) {}

    /**
     * Writes the text, all of it or nothing.
     *
     * @param body UTF-8 of any length
     * @throws ProblemException (400) when the body is empty or not UTF-8, (422) when another text was stored by its key,
     *     (409, 429, 503) when it cannot be written now
     * @throws IOException when the body cannot be read to its end
     */
    Outcome publish(InputStream body, CorpusLog log) throws IOException {
        Utf8Chunks chunks = new Utf8Chunks(body, CorpusEvents.CHUNK_BYTES);
        MessageDigest digest = Sha256.digest();
        try {
            byte[] chunk = chunks.next();
            if (chunk.length == 0) {
                throw ProblemException.badRequest("The body is empty. Send the text of the corpus in UTF-8, for example"
                        + " with: curl --data-binary @FILE");
            }
            try (CorpusLog.Publication publication = log.begin(corpus, key)) {
                Optional<Receipt> earlier = publication.earlier();
                for (; chunk.length > 0; chunk = chunks.next()) {
                    digest.update(chunk);
                    if (earlier.isEmpty()) {
                        publication.append(chunk);
                    }
                }
                String sha256 = Sha256.hex(digest);
                return earlier.isPresent()
                        ? new Outcome(same(earlier.get(), sha256), true)
                        : new Outcome(commit(publication, chunks, sha256), false);
            }
        } catch (BodyNotUtf8Exception e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private Receipt commit(CorpusLog.Publication publication, Utf8Chunks chunks, String sha256) {
        return publication.commit(
                seal.map(s ->
                        new CorpusSealed(chunks.characters(), sha256, Optional.of(s.train()), s.model(), s.spec())),
                range -> receipt(chunks, sha256, range));
    }

    /** The receipt of the text that was stored by the key, if this is that text. */
    private Receipt same(Receipt earlier, String sha256) {
        if (!earlier.sha256().equals(sha256)) {
            throw ProblemException.contradictory("Another text was stored in '" + corpus + "' with the "
                    + IdempotencyKey.HEADER + " '"
                    + key.map(IdempotencyKey::value).orElse("") + "': its sha256 is "
                    + earlier.sha256() + ", and that of this one is " + sha256
                    + ". Nothing of this one was stored; send it with a key of its own.");
        }
        return earlier;
    }

    private Receipt receipt(Utf8Chunks chunks, String sha256, CorpusLog.Range range) {
        Optional<String> job = seal.filter(Seal::train)
                .map(s -> TrainingJob.idFor(s.model().orElse(corpus), range.partition(), range.lastOffset()));
        return new Receipt(
                corpus,
                chunks.characters(),
                chunks.bytes(),
                sha256,
                range.partition(),
                range.firstOffset(),
                range.lastOffset(),
                seal.isPresent(),
                job);
    }
}
