package io.escriba.inference.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.inference.batch.Admission;
import io.escriba.inference.batch.AdmissionLimits;
import io.escriba.inference.batch.Ending;
import io.escriba.inference.batch.Order;
import io.escriba.inference.batch.Reader;
import io.escriba.inference.batch.RunningModel;
import io.escriba.inference.batch.ServiceStoppingException;
import io.escriba.inference.batch.Ticket;
import io.escriba.inference.batch.TooManyStreamsException;
import io.escriba.inference.sampling.Likelihood;
import io.escriba.inference.session.TinyGru;
import io.escriba.inference.session.UnusableModelException;
import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import io.escriba.store.Sha256;
import io.escriba.vocabulary.Vocabulary;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private static final Name NOMES = new Name("nomes");
    private static final Order ORDER = new Order(new int[] {0}, new Sampling(0, 0, 0), 0, 10);
    private static final byte[] UNUSABLE = "unusable".getBytes(UTF_8);
    private static final byte[] LARGE = "large".getBytes(UTF_8);

    private final InMemoryModels store = new InMemoryModels();
    private final ManualBackground background = new ManualBackground();
    private final FakeCatalogMetrics metrics = new FakeCatalogMetrics();
    private final Admission admission = new Admission(new AdmissionLimits(4, 4), () -> 0);
    private final Map<String, FakeRunningModel> opened = new LinkedHashMap<>();
    private boolean memoryIsShort;
    private final Catalog catalog = new Catalog(new Loader(store, this::open), admission, background, metrics);

    private RunningModel open(Manifest manifest, byte[] graph) throws UnusableModelException {
        if (Arrays.equals(graph, UNUSABLE)) {
            throw new UnusableModelException("The graph is not what its manifest says.");
        }
        if (memoryIsShort && Arrays.equals(graph, LARGE)) {
            throw new OutOfMemoryError("Cannot reserve 9 bytes of direct buffer memory");
        }
        FakeRunningModel model = new FakeRunningModel();
        opened.put(manifest.modelVersion().toString(), model);
        return model;
    }

    /** A reader that nothing reaches here. */
    private static final class NoReader implements Reader {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void begin(boolean exact) {}

        @Override
        public void character(long index, String character, Optional<Likelihood> likelihood) {}

        @Override
        public void end(Ending ending, long characters) {}

        @Override
        public void failed(RuntimeException reason) {}
    }

    @Test
    void loadsOnlyTheNewestOfEachModelAtTheStart() {
        catalog.announce(published("nomes", 1));
        catalog.announce(published("republica", 4));
        catalog.announce(published("nomes", 2));
        background.runDue();
        assertThat(store.reads()).isZero();

        catalog.caughtUp();
        background.runDue();

        assertThat(opened).containsOnlyKeys("nomes@2", "republica@4");
        assertThat(catalog.serving()).extracting(ModelVersion::toString).containsExactly("nomes@2", "republica@4");
    }

    @Test
    void swapsForNewStreamsAndClosesTheOldVersionWithItsLastStream() {
        serve("nomes", 1);
        CompletableFuture<Ticket> running = write(Optional.empty());
        catalog.announce(published("nomes", 2));
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));

        background.runDue();
        assertThat(write(Optional.empty())).isCompleted();

        assertThat(running).isCompleted();
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 2));
        assertThat(opened("nomes@2").streams()).isEqualTo(1);
        assertThat(opened("nomes@1").isStopped()).isFalse();
        opened("nomes@1").endStreams();
        assertThat(opened("nomes@1").isStopped()).isTrue();
        opened("nomes@2").endStreams();
        assertThat(opened("nomes@2").isStopped()).isFalse();
        assertThat(metrics.changes).containsExactly("nomes@1", "nomes@2");
    }

    @Test
    void closesAnOldVersionWithoutStreamsAtOnce() {
        serve("nomes", 1);

        serve("nomes", 2);

        assertThat(opened("nomes@1").isStopped()).isTrue();
    }

    @Test
    void makesARequestWaitForAVersionThatIsBeingLoaded() {
        catalog.caughtUp();
        catalog.announce(published("nomes", 1));

        CompletableFuture<Ticket> waiting = write(Optional.of(1L));

        assertThat(waiting).isNotDone();
        assertThat(admission.waiting()).isEqualTo(1);
        background.runDue();
        assertThat(waiting).isCompleted();
        assertThat(opened("nomes@1").streams()).isEqualTo(1);
    }

    @Test
    void loadsAnOlderVersionOnDemandAndClosesItWithItsLastStream() {
        catalog.announce(published("nomes", 1));
        catalog.announce(published("nomes", 2));
        catalog.caughtUp();
        background.runDue();

        CompletableFuture<Ticket> pinned = write(Optional.of(1L));
        background.runDue();

        assertThat(pinned).isCompleted();
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 2));
        opened("nomes@1").endStreams();
        assertThat(opened("nomes@1").isStopped()).isTrue();
        assertThat(write(Optional.of(1L))).isNotDone();
        background.runDue();
        assertThat(opened("nomes@1").streams()).isEqualTo(1);
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
        assertThat(opened("nomes@1").isStopped()).isFalse();
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
        catalog.announce(published("nomes", 2, UNUSABLE));
        catalog.announce(published("nomes", 3, UNUSABLE));
        catalog.caughtUp();

        background.runDue();

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
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
        assertThat(catalog.isReady(true)).isFalse();
        store.setAway(false);
        background.runLater();
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
        assertThat(write(Optional.empty())).isCompleted();
    }

    @Test
    void saysWhatToChangeWhenMemoryIsShortAndTriesAgain() {
        memoryIsShort = true;
        serve("nomes", 1);
        catalog.announce(published("nomes", 2, LARGE));
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
        memoryIsShort = false;
        background.runLater();
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 2));
        assertThat(metrics.loads)
                .containsExactly(LoadOutcome.LOADED, LoadOutcome.NO_MEMORY, LoadOutcome.NO_MEMORY, LoadOutcome.LOADED);
    }

    @Test
    void servesAnOlderVersionWhileThereIsNoMemoryForTheNewest() {
        memoryIsShort = true;
        catalog.announce(published("nomes", 1));
        catalog.announce(published("nomes", 2, LARGE));
        catalog.announce(published("republica", 1, LARGE));
        catalog.caughtUp();

        background.runDue();

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
        assertThat(catalog.isReady(false)).isTrue();
    }

    @Test
    void isReadyWhenThereIsNoMemoryForWhatIsAnnounced() {
        memoryIsShort = true;
        catalog.announce(published("nomes", 1, LARGE));
        catalog.caughtUp();

        background.runDue();

        assertThat(catalog.isReady(true)).isTrue();
        assertThat(catalog.isReady(false)).isFalse();
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

        assertThat(opened).containsOnlyKeys("nomes@2");
        assertThat(write(Optional.of(1L))).isNotDone();
        background.runDue();
        assertThat(opened).containsOnlyKeys("nomes@2", "nomes@1");
    }

    @Test
    void passesOverAVersionThatIsReplacedBeforeItsTurnComes() {
        catalog.caughtUp();
        serve("nomes", 1);
        catalog.announce(published("nomes", 2));
        catalog.announce(published("nomes", 3));

        background.runDue();

        assertThat(opened).containsOnlyKeys("nomes@1", "nomes@3");
    }

    @Test
    void takesTheLastAnnouncementForTheNewestWhateverItsNumber() {
        serve("nomes", 2);

        serve("nomes", 1);

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
    }

    @Test
    void changesNothingWhenTheServingVersionIsAnnouncedAgain() {
        serve("nomes", 1);

        serve("nomes", 1);

        assertThat(opened("nomes@1").isStopped()).isFalse();
        assertThat(store.reads()).isEqualTo(1);
    }

    @Test
    void retiresAModelAndLetsItsStreamsEnd() {
        serve("nomes", 1);
        assertThat(write(Optional.empty())).isCompleted();
        FakeRunningModel model = opened("nomes@1");

        catalog.retire(NOMES);

        assertThat(catalog.serving()).isEmpty();
        assertThatThrownBy(() -> catalog.find(NOMES, Optional.empty())).isInstanceOf(UnknownModelException.class);
        assertThat(model.isStopped()).isFalse();
        model.endStreams();
        assertThat(model.isStopped()).isTrue();
        assertThat(metrics.changes).containsExactly("nomes@1", "-nomes");
        catalog.retire(NOMES);
    }

    @Test
    void doesNotServeAModelThatIsRetiredWhileItIsLoaded() {
        catalog.caughtUp();
        catalog.announce(published("nomes", 1));
        CompletableFuture<Ticket> waiting = write(Optional.empty());

        catalog.retire(NOMES);
        background.runDue();

        assertThat(waiting).isCompleted();
        assertThat(catalog.serving()).isEmpty();
        opened("nomes@1").endStreams();
        assertThat(opened("nomes@1").isStopped()).isTrue();
    }

    @Test
    void namesTheModelsAndVersionsThatThereAre() {
        assertThatThrownBy(() -> catalog.find(NOMES, Optional.empty()))
                .hasMessage("There is no model 'nomes'. No model has been published yet.");
        serve("republica", 3);
        serve("republica", 5);

        assertThatThrownBy(() -> catalog.find(NOMES, Optional.empty()))
                .isInstanceOf(UnknownModelException.class)
                .hasMessage("There is no model 'nomes'. There is republica.");
        assertThatThrownBy(() -> catalog.find(new Name("republica"), Optional.of(4L)))
                .isInstanceOf(UnknownModelException.class)
                .hasMessage("Model 'republica' has no version 4. Its versions are 3, 5.");
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
    void isReadyWhenNothingThatIsAnnouncedCanBeServed() {
        catalog.announce(published("nomes", 1, UNUSABLE));
        catalog.caughtUp();

        background.runDue();

        assertThat(catalog.isReady(true)).isTrue();
        assertThat(catalog.isReady(false)).isFalse();
    }

    @Test
    void refusesStreamsBeyondTheLimitsAlsoWhileAModelIsLoaded() {
        catalog.caughtUp();
        catalog.announce(published("nomes", 1));
        List<CompletableFuture<Ticket>> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiting.add(write(Optional.empty()));
        }

        assertThatThrownBy(() -> write(Optional.empty())).isInstanceOf(TooManyStreamsException.class);

        background.runDue();
        assertThat(waiting).allSatisfy(stream -> assertThat(stream).isCompleted());
    }

    @Test
    void stopsEveryModelAtItsEnd() {
        serve("nomes", 1);
        assertThat(write(Optional.empty())).isCompleted();
        serve("nomes", 2);
        catalog.announce(published("republica", 1));
        CompletableFuture<Ticket> waiting = CatalogTest.write(catalog, new Name("republica"), Optional.empty());

        catalog.close();
        background.runDue();

        assertThat(opened.values()).hasSize(2).allMatch(FakeRunningModel::isStopped);
        assertThat(waiting)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(ServiceStoppingException.class);
        assertThat(catalog.isReady(true)).isFalse();
        assertThat(admission.running() + admission.waiting()).isZero();
    }

    private void serve(String name, long version) {
        catalog.caughtUp();
        catalog.announce(published(name, version));
        background.runDue();
    }

    private FakeRunningModel opened(String version) {
        return Optional.ofNullable(opened.get(version)).orElseThrow();
    }

    private CompletableFuture<Ticket> write(Optional<Long> version) {
        return write(catalog, NOMES, version);
    }

    private static CompletableFuture<Ticket> write(Catalog catalog, Name name, Optional<Long> version) {
        return catalog.find(name, version).write(ORDER, new NoReader()).toCompletableFuture();
    }

    private PublishedModel published(String name, long version) {
        return published(name, version, graph(name, version));
    }

    private PublishedModel published(String name, long version, byte[] graph) {
        URI artifact = URI.create("memory:/" + name + "/" + version);
        store.put(artifact, graph);
        ModelVersion id = new ModelVersion(new Name(name), version);
        return new PublishedModel(
                id.name(),
                version,
                artifact,
                Sha256.of(graph),
                graph.length,
                TinyGru.manifest(id, Vocabulary.of("ab"), List.of()));
    }

    private static byte[] graph(String name, long version) {
        return (name + version).getBytes(UTF_8);
    }
}
