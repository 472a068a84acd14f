package io.escriba.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.generation.Generated;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
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
    void noMoreIsAskedForThanIsDue() {
        read(characters(), 10, Long.MAX_VALUE);

        for (int due = 1; due < LENGTH; due++) {
            assertThat(asked).hasValue(due);
            timer.pass(100 * MILLISECOND);
        }
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

        assertThat(asked).hasValue(2);
        assertThat(timer.alarms()).isZero();
        reader.request(5);
        assertThat(reader.getItems()).hasSize(4);
        timer.pass(100 * MILLISECOND);
        assertThat(reader.getItems()).hasSize(5);
    }

    @Test
    void aReaderThatGoesAwayEndsTheTextAtOnce() {
        AssertSubscriber<Generated> reader = read(characters(), 10, Long.MAX_VALUE);

        reader.cancel();

        assertThat(cancelled).isTrue();
        assertThat(timer.alarms()).isZero();
    }

    @Test
    void aFailureIsToldAtOnce() {
        Multi<Generated> text = Multi.createFrom()
                .emitter(emitter -> emitter.emit(character(0)).fail(new IllegalStateException("No.")));

        read(text, 10, Long.MAX_VALUE).assertFailedWith(IllegalStateException.class, "No.");

        assertThat(timer.alarms()).isZero();
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
        Multi<Generated> watched =
                text.onRequest().invoke(asked::addAndGet).onCancellation().invoke(() -> cancelled.set(true));
        return PacedText.of(watched, pace, LENGTH, timer).subscribe().withSubscriber(AssertSubscriber.create(demand));
    }

    private static Multi<Generated> characters() {
        return Multi.createFrom()
                .items(Stream.concat(LongStream.range(0, LENGTH).mapToObj(PacedTextTest::character), Stream.of(END)));
    }

    private static Generated character(long index) {
        return new Generated.Text("ã", index);
    }
}
