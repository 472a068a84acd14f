package io.escriba.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.model.PublishedModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is listed of versions, and what is logged of those that cannot be loaded. */
class KnownVersionTest extends CatalogFixture {
    KnownVersionTest() {
        super(1_000);
    }

    @Test
    void listsWhatIsInMemoryOrOnItsWayThere() {
        serve("republica", 7);
        serve("nomes", 1);
        serve("nomes", 2);
        catalog.announce(published("nomes", 3));

        assertThat(listed())
                .containsExactly("nomes@1 LOADED", "nomes@2 SERVING", "nomes@3 LOADING", "republica@7 SERVING");
    }

    @Test
    void leavesOutWhatIsOnlyLoadedOnDemand() {
        catalog.announce(published("nomes", 1));
        catalog.announce(published("nomes", 2));
        assertThat(listed()).isEmpty();

        catalog.caughtUp();
        background.runDue();

        assertThat(listed()).containsExactly("nomes@2 SERVING");
    }

    @Test
    void forgetsARetiredModel() {
        serve("nomes", 1);

        catalog.retire(NOMES);

        assertThat(listed()).isEmpty();
    }

    @Test
    void saysOfAFailedVersionWhatTheLogSays() {
        serve("nomes", 1);
        PublishedModel damaged = published("nomes", 2);
        store.put(damaged.artifact(), new byte[] {9});
        try (RecordedLog log = RecordedLog.of(Loading.class)) {
            catalog.announce(damaged);
            background.runDue();
            catalog.announce(published("nomes", 3, FakeModelOpener.UNUSABLE));
            background.runDue();

            assertThat(listed())
                    .containsExactly(
                            "nomes@1 SERVING",
                            "nomes@2 FAILED 'memory:/nomes/2' is damaged.",
                            "nomes@3 FAILED The graph is not what its manifest says.");
            assertThat(log.problems())
                    .containsExactly(
                            "Model 'nomes@2' cannot be loaded. 'memory:/nomes/2' is damaged. 'nomes@1' goes on serving.",
                            "Model 'nomes@3' cannot be loaded. The graph is not what its manifest says. 'nomes@1' goes on"
                                    + " serving.");
        }
    }

    @Test
    void saysOnceThatTheStoreIsAwayAndListsItUntilItIsBack() {
        serve("nomes", 1);
        store.setAway(true);
        try (RecordedLog log = RecordedLog.of(Loading.class)) {
            catalog.announce(published("nomes", 2));
            background.runDue();
            background.runLater();
            assertThat(listed()).containsExactly("nomes@1 SERVING", "nomes@2 FAILED The store is away.");
            assertThat(log.problems())
                    .containsExactly(
                            "Model 'nomes@2' cannot be loaded. The store is away. 'nomes@1' goes on serving. It is"
                                    + " tried again.");

            store.setAway(false);
            background.runLater();

            assertThat(listed()).containsExactly("nomes@1 LOADED", "nomes@2 SERVING");
            assertThat(log.problems()).hasSize(1);
        }
    }

    @Test
    void saysAgainThatAVersionCannotBeLoadedWhenTheReasonIsAnother() {
        store.setAway(true);
        opener.setMemoryIsShort(true);
        try (RecordedLog log = RecordedLog.of(Loading.class)) {
            catalog.announce(published("nomes", 1, FakeModelOpener.LARGE));
            catalog.caughtUp();
            background.runDue();
            store.setAway(false);
            background.runLater();
            background.runLater();

            assertThat(log.problems()).hasSize(2).last().asString().contains("The JVM has no memory for it");
        }
    }

    /** What is listed, each version with its state and its problem. */
    private List<String> listed() {
        return catalog.versions().stream()
                .map(version -> version.id() + " " + version.state()
                        + version.problem().map(" "::concat).orElse(""))
                .toList();
    }
}
