package io.escriba.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.generation.Generated;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PacedTextTest {
    private static final long MILLISECOND = 1_000_000L;
    private static final int LENGTH = 10;
    private static final Generated END = new Generated.End(Generated.Reason.LENGTH, 0, LENGTH);

    private final SimulatedTimer timer = new SimulatedTimer();
    private final AtomicLong asked = new AtomicLong();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    @Test
    void aCharacterComesWhenItIsDueAndTheEndWithTheLastOne() {
        AssertSubscriber<Generated> reader = read(characters(), 10, Long.MAX_VALUE);

        reader.assertItems(character(0));
        timer.pass(99 * MILLISECOND);
        reader.assertItems(character(0));
        timer.pass(MILLISECOND);
        reader.assertItems(character(0), character(1));
        timer.pass(799 * MILLISECOND);
        assertThat(reader.getItems()).hasSize(9);
        timer.pass(MILLISECOND);
        reader.assertCompleted();
        assertThat(reader.getItems()).hasSize(LENGTH + 1).endsWith(character(9), END);
        assertThat(timer.alarms()).isZero();
    }

    @Test
    void someSecondsAreAskedForAheadAndNoMore() {
        AssertSubscriber<Generated> reader = read(endless(), 20, Long.MAX_VALUE, Long.MAX_VALUE);

        for (int second = 0; second < 60; second++) {
            long ahead = asked.get() - reader.getItems().size();
            assertThat(ahead)
                    .isGreaterThan(20 * PacedText.RESERVED_SECONDS - 2 * PacedText.ASKED_AT_ONCE)
                    .isLessThanOrEqualTo(20 * PacedText.RESERVED_SECONDS);
            timer.pass(1_000 * MILLISECOND);
        }
        assertThat(reader.getItems()).hasSize(1 + 60 * 20);
    }

    @Test
    void aFastTextIsNotKeptForSeconds() {
        read(endless(), 5_000, Long.MAX_VALUE, 1);

        timer.pass(10_000 * MILLISECOND);

        assertThat(asked.get()).isLessThanOrEqualTo(PacedText.MOST_RESERVED + PacedText.ASKED_AT_ONCE);
    }

    @Test
    void aReaderNoticesNoWriterThatIsAwayForSeconds() {
        UnicastProcessor<Generated> writer = UnicastProcessor.create();
        AssertSubscriber<Generated> reader = read(writer, 10, Long.MAX_VALUE, Long.MAX_VALUE);
        LongStream.range(0, 100).mapToObj(PacedTextTest::character).forEach(writer::onNext);

        timer.pass(9_900 * MILLISECOND);

        assertThat(reader.getItems())
                .isEqualTo(LongStream.range(0, 100)
                        .mapToObj(PacedTextTest::character)
                        .toList());
        writer.onNext(character(100));
        timer.pass(100 * MILLISECOND);
        assertThat(reader.getItems()).endsWith(character(100));
    }

    @Test
    void charactersThatCameTogetherComeOneByOne() {
        Multi<Generated> text =
                Multi.createFrom().items(new Generated.Text("a😀c", 0), new Generated.Text("d", 3), END);
        AssertSubscriber<Generated> reader = read(text, 10, Long.MAX_VALUE);

        reader.assertItems(new Generated.Text("a", 0));
        timer.pass(100 * MILLISECOND);
        reader.assertItems(new Generated.Text("a", 0), new Generated.Text("😀", 1));
        timer.pass(200 * MILLISECOND);
        assertThat(reader.getItems())
                .contains(new Generated.Text("c", 2), new Generated.Text("d", 3))
                .hasSize(4);
    }

    @Test
    void aReaderThatTakesNothingIsSentNothing() {
        AssertSubscriber<Generated> reader = read(characters(), 10, 2);

        timer.pass(10_000 * MILLISECOND);

        assertThat(reader.getItems()).hasSize(2);
        assertThat(timer.alarms()).isZero();
        reader.request(5);
        assertThat(reader.getItems()).hasSize(4);
        timer.pass(100 * MILLISECOND);
        assertThat(reader.getItems()).hasSize(5);
    }

    @Test
    void aReaderThatGoesAwayEndsTheTextAtOnce() {
        AssertSubscriber<Generated> reader = read(endless(), 10, Long.MAX_VALUE, Long.MAX_VALUE);

        reader.cancel();

        assertThat(cancelled).isTrue();
        assertThat(timer.alarms()).isZero();
    }

    @Test
    void aFailureIsToldAfterWhatCameBeforeIt() {
        Multi<Generated> text = Multi.createFrom()
                .emitter(emitter ->
                        emitter.emit(character(0)).emit(character(1)).fail(new IllegalStateException("No.")));

        AssertSubscriber<Generated> reader = read(text, 10, Long.MAX_VALUE);

        reader.assertItems(character(0)).assertNotTerminated();
        timer.pass(100 * MILLISECOND);
        reader.assertItems(character(0), character(1)).assertFailedWith(IllegalStateException.class, "No.");
        assertThat(timer.alarms()).isZero();
    }

    @Test
    void aFailureAtTheBeginningIsToldAtOnce() {
        read(Multi.createFrom().failure(new IllegalStateException("No.")), 10, 0)
                .assertFailedWith(IllegalStateException.class, "No.");
    }

    @Test
    void aThousandReadersHaveOneAlarmEach() {
        for (int reader = 0; reader < 1_000; reader++) {
            read(characters(), 20, Long.MAX_VALUE);
        }

        assertThat(timer.alarms()).isEqualTo(1_000);
        timer.pass(9 * 50 * MILLISECOND);
        assertThat(timer.alarms()).isZero();
    }

    private AssertSubscriber<Generated> read(Multi<Generated> text, double pace, long demand) {
        return read(text, pace, LENGTH, demand);
    }

    private AssertSubscriber<Generated> read(Multi<Generated> text, double pace, long maxCharacters, long demand) {
        Multi<Generated> watched =
                text.onRequest().invoke(asked::addAndGet).onCancellation().invoke(() -> cancelled.set(true));
        return PacedText.of(watched, pace, maxCharacters, timer)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(demand));
    }

    private static Multi<Generated> endless() {
        return Multi.createFrom()
                .items(LongStream.iterate(0, index -> index + 1).mapToObj(PacedTextTest::character));
    }

    private static Multi<Generated> characters() {
        return Multi.createFrom()
                .items(Stream.concat(LongStream.range(0, LENGTH).mapToObj(PacedTextTest::character), Stream.of(END)));
    }

    private static Generated character(long index) {
        return new Generated.Text("ã", index);
    }
}
