package io.escriba.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.model.ModelVersion;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a version that was loaded and whose thread an error has ended. */
class BrokenVersionTest extends CatalogFixture {
    private static final String REASON = "Its thread was ended by java.lang.InternalError: the cause.";

    private final Error error = new InternalError("the cause");

    BrokenVersionTest() {
        super(1_000);
    }

    @Test
    void doesNotServeUntilItIsLoadedAgain() {
        serve("nomes", 1);
        assertThat(write(Optional.empty())).isCompleted();

        opener.opened("nomes@1").breakDown(error);

        assertThat(catalog.serving()).isEmpty();
        assertThat(catalog.isReady(false)).isFalse();
        assertThat(metrics.changes).containsExactly("nomes@1", "-nomes");
        assertThat(metrics.memory).isZero();
        assertThat(write(Optional.empty()))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(ModelUnavailableException.class)
                .withMessage("Model 'nomes@1' broke while it served: " + REASON);
        background.runLater();
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
        assertThat(catalog.isReady(false)).isTrue();
        assertThat(write(Optional.empty())).isCompleted();
        assertThat(metrics.loads).containsExactly(LoadOutcome.LOADED, LoadOutcome.BROKEN, LoadOutcome.LOADED);
    }

    @Test
    void isListedAndLoggedWithTheReason() {
        serve("nomes", 1);
        try (RecordedLog log = RecordedLog.of(Loading.class)) {
            opener.opened("nomes@1").breakDown(error);

            assertThat(catalog.versions())
                    .containsExactly(new KnownVersion(
                            new ModelVersion(NOMES, 1),
                            KnownVersion.State.FAILED,
                            Optional.of(REASON),
                            Optional.empty()));
            assertThat(log.problems())
                    .containsExactly("Model 'nomes@1' broke while it served. " + REASON
                            + " No other version of it serves. It is tried again.");
        }
        background.runLater();

        assertThat(catalog.versions()).extracting(KnownVersion::state).containsExactly(KnownVersion.State.SERVING);
    }

    @Test
    void leavesTheServiceToTheVersionBeforeThatIsInMemory() {
        serve("nomes", 1);
        serve("nomes", 2);

        opener.opened("nomes@2").breakDown(error);

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
        assertThat(catalog.isReady(false)).isTrue();
        background.runLater();
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 2));
    }

    @Test
    void leavesTheServiceToAnOlderVersionThatCanBeLoaded() {
        catalog.announce(published("nomes", 1));
        catalog.announce(published("nomes", 2));
        catalog.caughtUp();
        background.runDue();

        opener.opened("nomes@2").breakDown(error);
        background.runDue();

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
    }

    @Test
    void isLoadedAgainLaterEachTime() {
        serve("nomes", 1);

        for (int i = 0; i < 7; i++) {
            opener.opened("nomes@1").breakDown(error);
            background.runLater();
        }

        assertThat(background.delays()).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
    }

    @Test
    void isLoadedOnDemandIfItIsNotTheNewest() {
        serve("nomes", 1);
        serve("nomes", 2);

        opener.opened("nomes@1").breakDown(error);

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 2));
        assertThat(background.delays()).isEmpty();
        assertThat(write(Optional.of(1L))).isNotDone();
        background.runDue();
        assertThat(opener.opened("nomes@1").streams()).isEqualTo(1);
    }

    @Test
    void isNotLoadedAgainWhenNobodyCanAskForIt() {
        serve("nomes", 1);
        assertThat(write(Optional.empty())).isCompleted();
        catalog.retire(NOMES);

        opener.opened("nomes@1").breakDown(error);
        background.runLater();

        assertThat(store.reads()).isEqualTo(1);
        assertThat(catalog.serving()).isEmpty();
    }
}
