package io.escriba.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a catalog is ready. */
class CatalogReadinessTest extends CatalogFixture {
    CatalogReadinessTest() {
        super(0);
    }

    @Test
    void isReadyWhenThereIsNoMemoryForWhatIsAnnounced() {
        opener.setMemoryIsShort(true);
        catalog.announce(published("nomes", 1, FakeModelOpener.LARGE));
        catalog.caughtUp();

        background.runDue();

        assertThat(catalog.isReady(true)).isTrue();
        assertThat(catalog.isReady(false)).isFalse();
    }

    @Test
    void isReadyWhenAllHasBeenSeenAndAModelServes() {
        catalog.announce(published("nomes", 1));
        assertThat(catalog.isReady(true)).isFalse();
        catalog.caughtUp();
        assertThat(catalog.isReady(true)).isFalse();

        background.runDue();

        assertThat(catalog.isReady(false)).isTrue();
    }

    @Test
    void isReadyWithoutModelsOnlyIfThatIsWanted() {
        assertThat(catalog.isReady(true)).isFalse();

        catalog.caughtUp();

        assertThat(catalog.isReady(true)).isTrue();
        assertThat(catalog.isReady(false)).isFalse();
    }

    @Test
    void staysReadyWhileItsFirstModelIsLoaded() {
        catalog.caughtUp();

        catalog.announce(published("nomes", 1));

        assertThat(catalog.isReady(true)).isTrue();
        assertThat(catalog.isReady(false)).isFalse();
        background.runDue();
        assertThat(catalog.isReady(false)).isTrue();
    }

    @Test
    void isReadyWithoutModelsWhenTheStoreIsAwayAtTheStart() {
        store.setAway(true);
        catalog.announce(published("nomes", 1));
        catalog.caughtUp();
        assertThat(catalog.isReady(true)).isFalse();

        background.runDue();

        assertThat(catalog.isReady(true)).isTrue();
        assertThat(catalog.isReady(false)).isFalse();
        store.setAway(false);
        background.runLater();
        assertThat(catalog.isReady(false)).isTrue();
    }

    @Test
    void isReadyWhenNothingThatIsAnnouncedCanBeServed() {
        catalog.announce(published("nomes", 1, FakeModelOpener.UNUSABLE));
        catalog.caughtUp();

        background.runDue();

        assertThat(catalog.isReady(true)).isTrue();
        assertThat(catalog.isReady(false)).isFalse();
    }
}
