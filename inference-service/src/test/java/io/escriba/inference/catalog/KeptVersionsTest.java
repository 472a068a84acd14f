package io.escriba.inference.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which versions stay loaded that are no longer the newest. There is room for three. */
class KeptVersionsTest extends CatalogFixture {
    private static final int EACH = graph("nomes", 1).length;

    KeptVersionsTest() {
        super(3L * EACH);
    }

    @Test
    void nothingIsUnloadedForAVersionThatTheHeapCannotHold() {
        serve("nomes", 1);
        serve("nomes", 2);
        heap.setRoom(0, 0);

        serve("nomes", 3);

        assertThat(metrics.loads).endsWith(LoadOutcome.NO_MEMORY);
        assertThat(opener.opened("nomes@1").isStopped()).isFalse();
        assertThat(opener.opened("nomes@2").isStopped()).isFalse();
    }

    @Test
    void keepsVersionsThatFit() {
        serve("nomes", 1);
        serve("nomes", 2);
        serve("nomes", 3);

        assertThat(write(Optional.of(1L))).isCompleted();
        assertThat(write(Optional.of(2L))).isCompleted();

        assertThat(store.reads()).isEqualTo(3);
        assertThat(metrics.memory).isEqualTo(3L * EACH);
    }

    @Test
    void closesTheOneThatWasNotUsedForTheLongestTime() {
        serve("nomes", 1);
        serve("nomes", 2);
        serve("nomes", 3);
        use("nomes", 1);

        serve("nomes", 4);

        assertThat(isLoaded("nomes@1")).isTrue();
        assertThat(isLoaded("nomes@2")).isFalse();
        assertThat(isLoaded("nomes@3")).isTrue();
        assertThat(metrics.memory).isEqualTo(3L * EACH);
    }

    @Test
    void countsTheTimeInWhichAVersionServedAsUse() {
        serve("nomes", 1);
        serve("nomes", 2);
        use("nomes", 1);
        serve("nomes", 3);

        serve("nomes", 4);

        assertThat(isLoaded("nomes@1")).isFalse();
        assertThat(isLoaded("nomes@2")).isTrue();
        assertThat(isLoaded("nomes@3")).isTrue();
    }

    @Test
    void loadsWhatItClosedWhenSomebodyAsksForIt() {
        for (int version = 1; version <= 4; version++) {
            serve("nomes", version);
        }
        assertThat(isLoaded("nomes@1")).isFalse();

        use("nomes", 1);

        assertThat(isLoaded("nomes@1")).isTrue();
        assertThat(isLoaded("nomes@2")).isFalse();
        assertThat(isLoaded("nomes@3")).isTrue();
        assertThat(isLoaded("nomes@4")).isTrue();
    }

    @Test
    void servesAVersionAtOnceThatIsKeptAndAnnouncedAgain() {
        serve("nomes", 1);
        serve("nomes", 2);

        catalog.announce(published("nomes", 1));

        assertThat(catalog.serving()).extracting(Object::toString).containsExactly("nomes@1");
        assertThat(isLoaded("nomes@2")).isTrue();
    }

    @Test
    void neverClosesWhatServesOrHasStreams() {
        serve("nomes", 1);
        assertThat(write(Optional.empty())).isCompleted();
        List.of("other", "third", "fourth").forEach(name -> serve(name, 1));
        serve("nomes", 2);

        assertThat(opener.opened().values()).hasSize(5).noneMatch(FakeRunningModel::isStopped);

        opener.opened("nomes@1").endStreams();

        assertThat(isLoaded("nomes@1")).isFalse();
        assertThat(isLoaded("nomes@2")).isTrue();
    }

    @Test
    void makesRoomBeforeItLoads() {
        serve("nomes", 1);
        serve("nomes", 2);
        serve("nomes", 3);

        catalog.announce(published("nomes", 4, FakeModelOpener.UNUSABLE));
        background.runDue();

        // It is larger than the others.
        assertThat(isLoaded("nomes@1")).isFalse();
        assertThat(isLoaded("nomes@2")).isFalse();
        assertThat(isLoaded("nomes@3")).isTrue();
    }

    @Test
    void keepsNothingThatNobodyCanAskFor() {
        serve("nomes", 1);
        serve("other", 1);
        PublishedModel retrained = published("nomes", 1, "other".getBytes(UTF_8));
        FakeRunningModel first = opener.opened("nomes@1");

        catalog.announce(retrained);
        background.runDue();
        assertThat(first.isStopped()).isTrue();
        serve("other", 2);
        catalog.retire(new Name("other"));

        assertThat(isLoaded("other@1")).isFalse();
        assertThat(isLoaded("other@2")).isFalse();
        assertThat(isLoaded("nomes@1")).isTrue();
    }

    @Test
    void saysOnceThatEvenWhatServesDoesNotFit() {
        try (RecordedLog log = RecordedLog.of(LoadedVersions.class)) {
            serve("nomes", 1);
            serve("other", 1);
            serve("third", 1);
            assertThat(log.problems()).isEmpty();

            serve("fourth", 1);
            serve("fifth", 1);
            serve("nomes", 2);

            assertThat(catalog.serving()).hasSize(5);
            assertThat(isLoaded("nomes@1")).isFalse();
            assertThat(metrics.memory).isGreaterThan(3L * EACH);
            assertThat(log.problems())
                    .singleElement()
                    .asString()
                    .contains("escriba.inference.memory-budget", "They serve all the same");
        }
    }

    @Test
    void closesWhatNobodyUsesForAVersionThatLacksMemory() {
        serve("nomes", 1);
        serve("nomes", 2);
        opener.setMost(2);

        serve("nomes", 3);

        assertThat(catalog.serving()).extracting(Object::toString).containsExactly("nomes@3");
        assertThat(metrics.loads).containsOnly(LoadOutcome.LOADED);
        assertThat(isLoaded("nomes@1")).isFalse();
    }

    @Test
    void closesWhatNobodyUsesForStreamsThatLackMemory() {
        serve("nomes", 1);
        assertThat(write(Optional.empty())).isCompleted();
        serve("nomes", 2);
        serve("nomes", 3);

        catalog.giveWay();
        catalog.giveWay();
        background.runDue();

        assertThat(isLoaded("nomes@1")).isTrue();
        assertThat(isLoaded("nomes@2")).isFalse();
        assertThat(isLoaded("nomes@3")).isTrue();
    }

    /** Has a version write a text to its end. */
    private void use(String name, long version) {
        CompletableFuture<Void> ticket = write(new Name(name), Optional.of(version));
        background.runDue();
        assertThat(ticket).isCompleted();
        opener.opened(name + "@" + version).endStreams();
    }

    private boolean isLoaded(String version) {
        return !opener.opened(version).isStopped();
    }
}
