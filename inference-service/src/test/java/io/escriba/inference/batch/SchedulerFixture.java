package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.model.ContextWindow;
import io.escriba.vocabulary.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A scheduler with a fake model of three rows. The test decides when it goes on, and what time it is. */
abstract class SchedulerFixture {
    private static final int ROWS = 3;
    private static final int PLACES = 1_000;

    final CountingMetrics metrics = new CountingMetrics();
    final List<TextStream> left = new ArrayList<>();
    final List<ScoredText> scoresLeft = new ArrayList<>();
    long now;

    Admission admission = new Admission(new AdmissionLimits(ROWS, PLACES), () -> now);
    FakeModel model;
    Scheduler scheduler;
    private Vocabulary vocabulary;
    private Optional<ContextWindow> context;

    SchedulerFixture(Vocabulary vocabulary, Optional<ContextWindow> context) {
        this.vocabulary = vocabulary;
        this.context = context;
        this.model = new FakeModel(vocabulary, ROWS, context);
        this.scheduler = new Scheduler(model, vocabulary, metrics, () -> now, Duration.ZERO);
    }

    /** Goes on with another model. */
    final void use(Vocabulary other, Optional<ContextWindow> itsContext) {
        vocabulary = other;
        context = itsContext;
        model = new FakeModel(vocabulary, ROWS, context);
        scheduler = new Scheduler(model, vocabulary, metrics, () -> now, Duration.ZERO);
    }

    /** Lets characters wait for so long from now on, to leave with the next ones. */
    final void gather(Duration time) {
        scheduler = new Scheduler(model, vocabulary, metrics, () -> now, time);
    }

    final TextStream add(String prompt, long characters, Reader reader) {
        return add(FakeModel.order(vocabulary, prompt, characters), reader);
    }

    final TextStream add(Order order, Reader reader) {
        List<TextStream> self = new ArrayList<>();
        TextStream stream = scheduler.stream(order, reader, admission.enter(), () -> left.add(self.get(0)));
        self.add(stream);
        scheduler.add(stream);
        return stream;
    }

    final ScoredText score(String prompt, String text, ScoreReader reader) {
        TextSoFar whole = TextSoFar.of(vocabulary, vocabulary.encode(prompt), vocabulary.encode(text));
        List<ScoredText> self = new ArrayList<>();
        ScoredText scored = scheduler
                .scoring()
                .text(new ScoreOrder(whole, 2), reader, admission.enter(), () -> scoresLeft.add(self.get(0)));
        self.add(scored);
        scheduler.scoring().add(scored);
        return scored;
    }

    final void finish() {
        while (scheduler.round()) {
            // Each round takes every running stream one character further.
        }
    }

    /** What the model writes after a prompt when it writes for nobody else. */
    final String alone(String prompt, int characters) {
        return FakeModel.text(vocabulary, vocabulary.encode(prompt), characters, context);
    }

    final void assertNobodyHasAPlace() {
        assertThat(scheduler.isEmpty()).isTrue();
        assertThat(admission.streams()).isZero();
    }

    /**
     * Joins, pauses, resumptions, cancellations and memory at random: every text that ends is the one it would be alone.
     *
     * @param longest characters of a prompt
     * @param most characters of a text
     */
    final void checkTextsOfRandomReaders(long seed, int longest, int most) {
        Random random = new Random(seed);
        List<TextStream> streams = new ArrayList<>();
        List<FakeReader> readers = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        List<Integer> cancelled = new ArrayList<>();
        for (int round = 0; round < 3_000; round++) {
            if (random.nextInt(5) == 0) {
                String prompt = vocabulary.decode(random.ints(1 + random.nextInt(longest), 0, vocabulary.size())
                        .toArray());
                int characters = 1 + random.nextInt(most);
                FakeReader reader = new FakeReader();
                readers.add(reader);
                streams.add(add(prompt, characters, reader));
                expected.add(alone(prompt, characters));
            }
            if (!streams.isEmpty()) {
                int any = random.nextInt(streams.size());
                switch (random.nextInt(20)) {
                    case 0 -> {
                        scheduler.cancel(streams.get(any));
                        cancelled.add(any);
                    }
                    case 1, 2, 3, 4 -> readers.get(any).setReady(false);
                    case 5 -> model.setMemory(1 + random.nextInt(ROWS));
                    default -> {
                        readers.get(any).setReady(true);
                        scheduler.resume(streams.get(any));
                    }
                }
            }
            scheduler.round();
        }
        readers.forEach(reader -> reader.setReady(true));
        streams.forEach(scheduler::resume);
        finish();

        for (int i = 0; i < streams.size(); i++) {
            assertThat(readers.get(i).failure()).isEmpty();
            if (readers.get(i).ending().isPresent()) {
                assertThat(readers.get(i).text()).isEqualTo(expected.get(i));
            } else {
                assertThat(cancelled).contains(i);
                assertThat(expected.get(i)).startsWith(readers.get(i).text());
            }
        }
        assertThat(left).hasSameSizeAs(streams);
        assertNobodyHasAPlace();
    }
}
