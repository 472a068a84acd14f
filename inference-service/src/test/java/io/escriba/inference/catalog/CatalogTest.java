package io.escriba.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.inference.batch.ServiceStoppingException;
import io.escriba.inference.batch.Ticket;
import io.escriba.inference.batch.TooManyStreamsException;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CatalogTest extends CatalogFixture {
    CatalogTest() {
        super(0);
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

        assertThat(opener.opened()).containsOnlyKeys("nomes@2", "republica@4");
        assertThat(catalog.serving()).extracting(ModelVersion::toString).containsExactly("nomes@2", "republica@4");
    }

    @Test
    void swapsForNewStreamsAndClosesTheOldVersionWithItsLastStream() {
        serve("nomes", 1);
        CompletableFuture<Void> running = write(Optional.empty());
        catalog.announce(published("nomes", 2));
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));

        background.runDue();
        assertThat(write(Optional.empty())).isCompleted();

        assertThat(running).isCompleted();
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 2));
        assertThat(opener.opened("nomes@2").streams()).isEqualTo(1);
        assertThat(opener.opened("nomes@1").isStopped()).isFalse();
        opener.opened("nomes@1").endStreams();
        assertThat(opener.opened("nomes@1").isStopped()).isTrue();
        opener.opened("nomes@2").endStreams();
        assertThat(opener.opened("nomes@2").isStopped()).isFalse();
        assertThat(metrics.changes).containsExactly("nomes@1", "nomes@2");
    }

    @Test
    void closesAnOldVersionWithoutStreamsAtOnce() {
        serve("nomes", 1);

        serve("nomes", 2);

        assertThat(opener.opened("nomes@1").isStopped()).isTrue();
    }

    @Test
    void makesARequestWaitForAVersionThatIsBeingLoaded() {
        catalog.caughtUp();
        catalog.announce(published("nomes", 1));

        CompletableFuture<Void> waiting = write(Optional.of(1L));

        assertThat(waiting).isNotDone();
        assertThat(admission.waiting()).isEqualTo(1);
        background.runDue();
        assertThat(waiting).isCompleted();
        assertThat(opener.opened("nomes@1").streams()).isEqualTo(1);
    }

    @Test
    void loadsAnOlderVersionOnDemandAndClosesItWithItsLastStream() {
        catalog.announce(published("nomes", 1));
        catalog.announce(published("nomes", 2));
        catalog.caughtUp();
        background.runDue();

        CompletableFuture<Void> pinned = write(Optional.of(1L));
        background.runDue();

        assertThat(pinned).isCompleted();
        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 2));
        opener.opened("nomes@1").endStreams();
        assertThat(opener.opened("nomes@1").isStopped()).isTrue();
        assertThat(write(Optional.of(1L))).isNotDone();
        background.runDue();
        assertThat(opener.opened("nomes@1").streams()).isEqualTo(1);
    }

    @Test
    void passesOverAVersionThatIsReplacedBeforeItsTurnComes() {
        catalog.caughtUp();
        serve("nomes", 1);
        catalog.announce(published("nomes", 2));
        catalog.announce(published("nomes", 3));

        background.runDue();

        assertThat(opener.opened()).containsOnlyKeys("nomes@1", "nomes@3");
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

        assertThat(opener.opened("nomes@1").isStopped()).isFalse();
        assertThat(store.reads()).isEqualTo(1);
    }

    @Test
    void looksWhereTheLastAnnouncementSaysThatAVersionIs() {
        PublishedModel here = published("nomes", 1);
        PublishedModel there = published("moved", 1);
        store.setAway(true);
        catalog.caughtUp();
        catalog.announce(here);
        background.runDue();

        catalog.announce(new PublishedModel(NOMES, 1, there.artifact(), there.sha256(), there.size(), here.manifest()));
        background.runDue();
        store.setAway(false);
        store.put(here.artifact(), new byte[] {9});
        background.runLater();

        assertThat(catalog.serving()).containsExactly(new ModelVersion(NOMES, 1));
        assertThat(metrics.loads).containsExactly(LoadOutcome.STORE_AWAY, LoadOutcome.STORE_AWAY, LoadOutcome.LOADED);
    }

    @Test
    void retiresAModelAndLetsItsStreamsEnd() {
        serve("nomes", 1);
        assertThat(write(Optional.empty())).isCompleted();
        FakeRunningModel model = opener.opened("nomes@1");

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
        CompletableFuture<Void> waiting = write(Optional.empty());

        catalog.retire(NOMES);
        background.runDue();

        assertThat(waiting).isCompleted();
        assertThat(catalog.serving()).isEmpty();
        opener.opened("nomes@1").endStreams();
        assertThat(opener.opened("nomes@1").isStopped()).isTrue();
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
    void refusesStreamsBeyondTheLimitsAlsoWhileAModelIsLoaded() {
        catalog.caughtUp();
        catalog.announce(published("nomes", 1));
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiting.add(write(Optional.empty()));
        }

        assertThatThrownBy(() -> write(Optional.empty())).isInstanceOf(TooManyStreamsException.class);

        background.runDue();
        assertThat(waiting).allSatisfy(stream -> assertThat(stream).isCompleted());
    }

    @Test
    void freesThePlaceOfATextAtOnceWhoseReaderGoesAwayWhileItsModelIsLoaded() {
        catalog.announce(published("nomes", 1));
        catalog.announce(published("nomes", 2));
        catalog.caughtUp();
        background.runDue();
        WaitingReader reader = new WaitingReader();
        Ticket ticket = catalog.find(NOMES, Optional.of(1L)).write(ORDER, reader);
        assertThat(admission.waiting()).isEqualTo(1);

        ticket.cancel();
        ticket.cancel();
        ticket.resume();

        assertThat(admission.streams()).isZero();
        background.runDue();
        assertThat(reader.begun).isNotDone();
        assertThat(opener.opened()).containsOnlyKeys("nomes@2");
    }

    @Test
    void tellsTheModelWhenAReaderGoesAwayLater() {
        serve("nomes", 1);
        Ticket ticket = catalog.find(NOMES, Optional.empty()).write(ORDER, new WaitingReader());
        assertThat(opener.opened("nomes@1").streams()).isEqualTo(1);

        ticket.cancel();

        assertThat(opener.opened("nomes@1").streams()).isZero();
        assertThat(admission.streams()).isZero();
    }

    @Test
    void stopsEveryModelAtItsEnd() {
        serve("nomes", 1);
        assertThat(write(Optional.empty())).isCompleted();
        serve("nomes", 2);
        catalog.announce(published("republica", 1));
        CompletableFuture<Void> waiting = write(new Name("republica"), Optional.empty());

        catalog.close();
        background.runDue();

        assertThat(opener.opened().values()).hasSize(2).allMatch(FakeRunningModel::isStopped);
        assertThat(waiting)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(ServiceStoppingException.class);
        assertThat(catalog.isReady(true)).isFalse();
        assertThat(admission.running() + admission.waiting()).isZero();
    }
}
