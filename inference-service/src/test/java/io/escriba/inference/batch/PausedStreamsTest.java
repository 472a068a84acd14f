package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Streams whose readers do not take what is written for them. */
class PausedStreamsTest extends SchedulerFixture {
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz😀");

    PausedStreamsTest() {
        super(LETTERS, Optional.empty());
    }

    @Test
    void pausesAStreamWhoseReaderIsFullAndGoesOnExactlyThere() {
        FakeReader slow = new FakeReader();
        FakeReader quick = new FakeReader();
        TextStream paused = add("slow", 10, slow);
        add("quick", 12, quick);
        scheduler.round();
        slow.setReady(false);
        String before = slow.text();

        scheduler.round();
        scheduler.round();

        assertThat(slow.text()).isEqualTo(before);
        assertThat(quick.text()).hasSize(4);
        assertThat(admission.running()).isEqualTo(1);
        assertThat(admission.paused()).isEqualTo(1);
        assertThat(admission.waiting()).isZero();
        slow.setReady(true);
        scheduler.resume(paused);
        finish();
        assertThat(slow.text()).isEqualTo(alone("slow", 10));
        assertThat(quick.text()).isEqualTo(alone("quick", 12));
    }

    @Test
    void givesThePausedStreamsRowToOneThatWaits() {
        FakeReader[] readers = {new FakeReader(), new FakeReader(), new FakeReader(), new FakeReader()};
        for (FakeReader reader : readers) {
            add("x", 50, reader);
        }
        scheduler.round();
        readers[1].setReady(false);

        scheduler.round();

        assertThat(readers[3].text()).isNotEmpty();
    }

    @Test
    void prefersAResumedStreamToOneThatWaits() {
        FakeReader[] readers = {new FakeReader(), new FakeReader(), new FakeReader(), new FakeReader(), new FakeReader()
        };
        List<TextStream> streams = new ArrayList<>();
        for (FakeReader reader : readers) {
            streams.add(add("x", 5, reader));
        }
        scheduler.round();
        readers[0].setReady(false);
        scheduler.round();
        readers[0].setReady(true);
        scheduler.resume(streams.get(0));
        String before = readers[0].text();
        while (readers[1].ending().isEmpty()) {
            scheduler.round();
        }

        scheduler.round();

        assertThat(readers[0].text().length()).isGreaterThan(before.length());
        finish();
        assertThat(readers[0].text()).isEqualTo(alone("x", 5));
    }

    @Test
    void ignoresAResumptionWhileTheReaderIsStillFull() {
        FakeReader reader = new FakeReader();
        TextStream stream = add("x", 5, reader);
        scheduler.round();
        reader.setReady(false);
        scheduler.round();

        scheduler.resume(stream);

        assertThat(scheduler.round()).isFalse();
        assertThat(admission.running()).isZero();
    }

    @Test
    void sleepsWhenAllStreamsArePaused() {
        FakeReader reader = new FakeReader();
        add("x", 5, reader);
        scheduler.round();
        reader.setReady(false);

        assertThat(scheduler.round()).isFalse();
        assertThat(scheduler.isEmpty()).isFalse();
    }

    @Test
    void countsTheWaitForARowAfterAPauseAsLatency() {
        admission = new Admission(new AdmissionLimits(1, 10), () -> now);
        FakeReader reader = new FakeReader();
        TextStream stream = add("x", 3, reader);
        scheduler.round();
        reader.setReady(false);
        add("y", 3, new FakeReader());
        scheduler.round();
        now = 9_000;
        reader.setReady(true);
        scheduler.resume(stream);
        metrics.next.clear();
        now = 9_400;

        finish();

        assertThat(reader.text()).isEqualTo(alone("x", 3));
        // The other one, whose reader was ready, and then the one that waited for its row.
        assertThat(metrics.next).containsExactly(9_400L, 400L);
    }
}
