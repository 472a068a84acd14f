package io.escriba.gateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.corpus.Corpus;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.name.Name;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CorpusCatalogTest {
    private static final Name POETA = new Name("poeta");

    private final CorpusCatalog catalog = new CorpusCatalog(Duration.ofMinutes(5));
    private final CorpusCatalog impatient = new CorpusCatalog(Duration.ZERO);

    @Test
    void saysAtOnceThatNothingIsKnown() {
        assertThat(catalog.findWhole(POETA)).isEmpty();
    }

    @Test
    void waitsUntilWhatWasPublishedHereHasBeenCounted() {
        catalog.update(corpus(3, 4));
        catalog.published(receipt(3, 9));
        CompletableFuture<Optional<Corpus>> found = CompletableFuture.supplyAsync(() -> catalog.findWhole(POETA));

        catalog.update(corpus(3, 8));
        catalog.update(corpus(3, 9));

        assertThat(found.join()).contains(corpus(3, 9));
        assertThat(catalog.findWhole(POETA)).contains(corpus(3, 9));
    }

    @Test
    void waitsForTheLastOfSeveral() {
        catalog.published(receipt(3, 5));
        CompletableFuture<Optional<Corpus>> found = CompletableFuture.supplyAsync(() -> catalog.findWhole(POETA));
        catalog.published(receipt(3, 9));

        catalog.update(corpus(3, 9));

        assertThat(found.join()).contains(corpus(3, 9));
    }

    @Test
    void doesNotWaitWhereTheStatisticsWereQuicker() {
        catalog.update(corpus(3, 9));

        catalog.published(receipt(3, 9));

        assertThat(catalog.findWhole(POETA)).contains(corpus(3, 9));
    }

    @Test
    void doesNotWaitForWhatLiesElsewhereNow() {
        catalog.published(receipt(3, 900));

        catalog.update(corpus(5, 2));

        assertThat(catalog.findWhole(POETA)).contains(corpus(5, 2));
    }

    @Test
    void doesNotWaitForWhatWasDeleted() {
        catalog.published(receipt(3, 9));
        CompletableFuture<Optional<Corpus>> found = CompletableFuture.supplyAsync(() -> catalog.findWhole(POETA));

        catalog.deleted(POETA);

        assertThat(found.join()).isEmpty();
        assertThat(catalog.findWhole(POETA)).isEmpty();
    }

    @Test
    void waitsForANewTextAfterADeletion() {
        catalog.published(receipt(3, 9));
        catalog.deleted(POETA);
        catalog.published(receipt(3, 12));
        CompletableFuture<Optional<Corpus>> found = CompletableFuture.supplyAsync(() -> catalog.findWhole(POETA));

        catalog.update(corpus(3, 9));
        catalog.forget(POETA);
        catalog.update(corpus(3, 12));

        assertThat(found.join()).contains(corpus(3, 12));
    }

    @Test
    void saysThatTheStatisticsAreBehindWhenTheyStayThere() {
        impatient.update(corpus(3, 4));
        impatient.published(receipt(3, 9));

        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> impatient.findWhole(POETA));

        assertThat(refused.problem().status()).isEqualTo(503);
        assertThat(refused.problem().retryAfter()).isPresent();
        assertThat(refused).hasMessageContaining("'poeta' last has not been counted yet");
        assertThat(impatient.find(POETA)).contains(corpus(3, 4));
    }

    private static Corpus corpus(int partition, long lastOffset) {
        return Corpora.corpus("poeta", 7, partition, 1, lastOffset);
    }

    private static Receipt receipt(int partition, long lastOffset) {
        return new Receipt(POETA, 7, 7, "ab", partition, 1, lastOffset, true, Optional.empty());
    }
}
