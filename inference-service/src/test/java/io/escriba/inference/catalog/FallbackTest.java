package io.escriba.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which version serves when the newest cannot be loaded, and when it is tried again. */
class FallbackTest extends CatalogFixture {
    FallbackTest() {
        super(0);
    }

    @Test
    void keepsTheOldVersionServingWhenTheNewOneIsDamaged() {
        serve("nomes", 1);
        PublishedModel damaged = published("nomes", 2);
        store.put(damaged.artifact(), new byte[] {9});

        catalog.announce(damaged);
        background.runDue();
        background.runLater();

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
        assertThat(opener.opened("nomes@1").isStopped()).isFalse();
        assertThat(store.reads()).isEqualTo(2);
        assertThat(write(Optional.empty())).isCompleted();
        assertThat(write(Optional.of(2L)))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingRootCause()
                .withMessageContaining("damaged");
        assertThat(metrics.loads).containsExactly(LoadOutcome.LOADED, LoadOutcome.REFUSED);
        assertThat(store.reads()).isEqualTo(2);
        assertThat(admission.waiting()).isEqualTo(1);
    }

    @Test
    void triesARefusedVersionAgainWhenItIsAnnouncedAgain() {
        PublishedModel model = published("nomes", 1);
        store.put(model.artifact(), new byte[] {9});
        catalog.caughtUp();
        catalog.announce(model);
        background.runDue();
        store.put(model.artifact(), graph("nomes", 1));

        catalog.announce(model);
        background.runDue();

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
    }

    @Test
    void fallsBackToAnOlderVersionWhenTheNewestIsUnusableFromTheStart() {
        catalog.announce(published("nomes", 1));
        catalog.announce(published("nomes", 2, FakeModelOpener.UNUSABLE));
        catalog.announce(published("nomes", 3, FakeModelOpener.UNUSABLE));
        catalog.caughtUp();

        background.runDue();

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
    }

    @Test
    void fallsBackToAnOlderVersionAlsoWhenTheStoreWasAwayThen() {
        PublishedModel damaged = published("nomes", 2);
        catalog.announce(published("nomes", 1));
        catalog.announce(damaged);
        catalog.announce(published("nomes", 3, FakeModelOpener.UNUSABLE));
        catalog.caughtUp();
        background.run(() -> store.setAway(true));
        background.runDue();
        store.put(damaged.artifact(), new byte[] {9});

        assertThat(catalog.serving()).isEmpty();
        store.setAway(false);
        background.runLater();

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
    }

    @Test
    void fallsBackToTheNewestVersionThatIsThereWhenFilesAreGone() {
        catalog.announce(published("nomes", 1));
        catalog.announce(published("nomes", 2));
        for (int version = 3; version <= 4; version++) {
            PublishedModel gone = published("nomes", version);
            store.lose(gone.artifact());
            catalog.announce(gone);
        }
        catalog.caughtUp();

        background.runDue();

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 2));
        assertThat(opener.opened()).containsOnlyKeys("nomes@2");
        assertThat(catalog.isReady(false)).isTrue();
        published("nomes", 4);
        background.runLater();
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 4));
    }

    @Test
    void waitsOnlyForTheNewestWhenAnOlderVersionServes() {
        PublishedModel gone = published("nomes", 2);
        store.lose(gone.artifact());
        catalog.announce(published("nomes", 1));
        catalog.announce(gone);
        catalog.caughtUp();
        background.runDue();

        background.runLater();

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
        assertThat(metrics.loads).containsExactly(LoadOutcome.STORE_AWAY, LoadOutcome.LOADED, LoadOutcome.STORE_AWAY);
    }

    @Test
    void triesEveryVersionOnceBeforeItWaitsForMemory() {
        opener.setMemoryIsShort(true);
        for (int version = 1; version <= 3; version++) {
            catalog.announce(published("nomes", version, FakeModelOpener.LARGE));
        }
        catalog.caughtUp();

        background.runDue();

        assertThat(store.reads()).isEqualTo(3);
        opener.setMemoryIsShort(false);
        background.runLater();
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 3));
        assertThat(opener.opened()).containsOnlyKeys("nomes@3");
    }

    @Test
    void asksAStoreThatIsAwayAgainLessAndLessOften() {
        store.setAway(true);
        catalog.announce(published("nomes", 1));
        catalog.caughtUp();
        background.runDue();
        assertThat(write(Optional.empty())).isCompletedExceptionally();

        for (int i = 0; i < 6; i++) {
            background.runLater();
        }

        assertThat(background.delays()).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(catalog.isReady(false)).isFalse();
        store.setAway(false);
        background.runLater();
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
        assertThat(write(Optional.empty())).isCompleted();
    }

    @Test
    void saysWhatToChangeWhenMemoryIsShortAndTriesAgain() {
        opener.setMemoryIsShort(true);
        serve("nomes", 1);
        catalog.announce(published("nomes", 2, FakeModelOpener.LARGE));
        background.runDue();

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
        assertThat(write(Optional.of(2L)))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(ModelUnavailableException.class)
                .withMessage("Model 'nomes@2' cannot be loaded: The JVM has no memory for it: Cannot reserve 9 bytes of"
                        + " direct buffer memory. Raise its -XX:MaxDirectMemorySize (or, if that is the heap, -Xmx),"
                        + " or lower escriba.inference.state-memory.");
        background.runLater();
        assertThat(background.delays()).extracting(Duration::toSeconds).containsExactly(1L, 2L);
        opener.setMemoryIsShort(false);
        background.runLater();
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 2));
        assertThat(metrics.loads)
                .containsExactly(LoadOutcome.LOADED, LoadOutcome.NO_MEMORY, LoadOutcome.NO_MEMORY, LoadOutcome.LOADED);
    }

    @Test
    void servesAnOlderVersionWhileThereIsNoMemoryForTheNewest() {
        opener.setMemoryIsShort(true);
        catalog.announce(published("nomes", 1));
        catalog.announce(published("nomes", 2, FakeModelOpener.LARGE));
        catalog.announce(published("republica", 1, FakeModelOpener.LARGE));
        catalog.caughtUp();

        background.runDue();

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
        assertThat(catalog.isReady(false)).isTrue();
    }

    @Test
    void doesNotRetryAVersionThatANewerOneHasReplaced() {
        store.setAway(true);
        catalog.caughtUp();
        catalog.announce(published("nomes", 1));
        background.runDue();
        store.setAway(false);
        catalog.announce(published("nomes", 2));
        background.runDue();

        background.runLater();

        assertThat(opener.opened()).containsOnlyKeys("nomes@2");
        assertThat(write(Optional.of(1L))).isNotDone();
        background.runDue();
        assertThat(opener.opened()).containsOnlyKeys("nomes@2", "nomes@1");
    }
}
