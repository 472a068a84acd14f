package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.escriba.inference.sampling.Likelihood;
import io.escriba.vocabulary.Vocabulary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModelRunnerTest {
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz");

    private final FakeModel model = new FakeModel(LETTERS, 4);
    private final Admission admission = new Admission(new AdmissionLimits(4, 4), System::nanoTime);
    private final ModelRunner runner = ModelRunner.start(
            "test", model, LETTERS, admission, new CountingMetrics(), System::nanoTime, Duration.ofMillis(1));

    /** A reader of another thread's: it takes as many characters as it is given permits for. */
    private static final class ThreadedReader implements Reader {
        private final Semaphore room;
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<String> whole = new CompletableFuture<>();
        private final CountDownLatch full = new CountDownLatch(1);

        ThreadedReader(int room) {
            this.room = new Semaphore(room);
        }

        @Override
        public boolean isReady() {
            boolean ready = room.availablePermits() > 0;
            if (!ready) {
                full.countDown();
            }
            return ready;
        }

        @Override
        public void begin(boolean exact) {
            assertThat(exact).isTrue();
        }

        @Override
        public void character(long index, String character, Optional<Likelihood> likelihood) {
            assertThat(room.tryAcquire()).isTrue();
            text.append(character);
        }

        @Override
        public void flush() {}

        @Override
        public void snapshot(Snapshot snapshot) {
            throw new AssertionError("Nobody has ordered one.");
        }

        @Override
        public void end(Ending ending, long characters) {
            whole.complete(text.toString());
        }

        @Override
        public void failed(RuntimeException reason) {
            whole.completeExceptionally(reason);
        }
    }

    @Test
    void writesForSeveralReadersAtOnce() {
        ThreadedReader first = new ThreadedReader(1_000);
        ThreadedReader second = new ThreadedReader(1_000);

        write("one", 300, first);
        write("two", 200, second);

        assertThat(first.whole.join()).isEqualTo(FakeModel.text(LETTERS, LETTERS.encode("one"), 300));
        assertThat(second.whole.join()).isEqualTo(FakeModel.text(LETTERS, LETTERS.encode("two"), 200));
        runner.stop().toCompletableFuture().join();
    }

    @Test
    void goesOnWhenAFullReaderIsReadyAgain() throws Exception {
        ThreadedReader reader = new ThreadedReader(5);
        Ticket ticket = write("slow", 50, reader);
        reader.full.await();

        reader.room.release(1_000);
        ticket.resume();

        assertThat(reader.whole.join()).isEqualTo(FakeModel.text(LETTERS, LETTERS.encode("slow"), 50));
        runner.stop().toCompletableFuture().join();
    }

    @Test
    void freesEverythingOfACancelledStream() {
        ThreadedReader reader = new ThreadedReader(Integer.MAX_VALUE);
        CompletableFuture<Void> left = new CompletableFuture<>();
        Ticket ticket = runner.write(
                FakeModel.order(LETTERS, "gone", Long.MAX_VALUE), reader, admission.enter(), () -> left.complete(null));

        ticket.cancel();
        left.join();

        assertThat(admission.running() + admission.waiting()).isZero();
        assertThat(reader.whole).isNotDone();
        runner.stop().toCompletableFuture().join();
    }

    @Test
    void goesOnWhenAStreamOfAnotherModelMakesRoom() {
        Admission oneAtATime = new Admission(new AdmissionLimits(1, 4), System::nanoTime);
        ModelRunner first = ModelRunner.start(
                "first",
                new FakeModel(LETTERS, 1),
                LETTERS,
                oneAtATime,
                new CountingMetrics(),
                System::nanoTime,
                Duration.ofMillis(1));
        ModelRunner second = ModelRunner.start(
                "second",
                new FakeModel(LETTERS, 1),
                LETTERS,
                oneAtATime,
                new CountingMetrics(),
                System::nanoTime,
                Duration.ofMillis(1));
        ThreadedReader endless = new ThreadedReader(Integer.MAX_VALUE);
        ThreadedReader waiting = new ThreadedReader(1_000);
        Ticket running =
                first.write(FakeModel.order(LETTERS, "endless", Long.MAX_VALUE), endless, oneAtATime.enter(), () -> {});
        await().until(() -> oneAtATime.running() == 1);
        second.write(FakeModel.order(LETTERS, "waiting", 20), waiting, oneAtATime.enter(), () -> {});

        running.cancel();

        assertThat(waiting.whole.join()).isEqualTo(FakeModel.text(LETTERS, LETTERS.encode("waiting"), 20));
        first.stop().toCompletableFuture().join();
        second.stop().toCompletableFuture().join();
        runner.stop().toCompletableFuture().join();
    }

    @Test
    void goesOnWhenThereIsMemory() {
        model.setMemory(0);
        ThreadedReader reader = new ThreadedReader(1_000);
        write("waiting", 20, reader);

        model.setMemory(1);

        assertThat(reader.whole.join()).isEqualTo(FakeModel.text(LETTERS, LETTERS.encode("waiting"), 20));
        runner.stop().toCompletableFuture().join();
    }

    @Test
    void tellsItsStreamsAndClosesItsModelWhenItStops() {
        ThreadedReader reader = new ThreadedReader(Integer.MAX_VALUE);
        write("endless", Long.MAX_VALUE, reader);

        runner.stop().toCompletableFuture().join();

        assertThat(reader.whole)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(ServiceStoppingException.class);
        assertThat(model.isClosed()).isTrue();
        assertThat(admission.running() + admission.waiting()).isZero();
    }

    @Test
    void stopsAlsoWhenItsModelCannotBeClosed() {
        model.setFailing(true);

        assertThat(runner.stop()).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void tellsItsStreamsToGoOnElsewhereWhenItBreaks() {
        ThreadedReader running = new ThreadedReader(Integer.MAX_VALUE);
        write("endless", Long.MAX_VALUE, running);

        model.setBroken();

        assertThat(runner.broken())
                .succeedsWithin(Duration.ofSeconds(30))
                .isInstanceOf(InternalError.class)
                .hasToString("java.lang.InternalError: The fake breaks.");
        ThreadedReader late = new ThreadedReader(10);
        write("late", 5, late);
        for (ThreadedReader reader : List.of(running, late)) {
            assertThat(reader.whole)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(ModelBrokenException.class);
        }
        assertThat(model.isClosed()).isTrue();
        assertThat(admission.streams()).isZero();
        assertThat(runner.stop()).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void isNotBrokenWhenItIsStopped() {
        runner.stop().toCompletableFuture().join();

        assertThat(runner.broken()).isNotDone();
    }

    @Test
    void refusesStreamsAfterItsEnd() {
        runner.stop().toCompletableFuture().join();
        ThreadedReader late = new ThreadedReader(10);

        Ticket ticket = write("late", 5, late);
        ticket.cancel();

        assertThat(late.whole).isCompletedExceptionally();
        assertThat(admission.waiting()).isZero();
    }

    private Ticket write(String prompt, long characters, Reader reader) {
        return runner.write(FakeModel.order(LETTERS, prompt, characters), reader, admission.enter(), () -> {});
    }
}
