package io.escriba.inference.batch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The streams' metrics in Micrometer's registry. */
final class MicrometerStreamMetrics implements StreamMetrics {
    private static final double[] ROWS =
            IntStream.rangeClosed(0, 10).mapToDouble(i -> 1 << i).toArray();
    private static final Duration[] LATENCIES = IntStream.of(
                    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 10_000_000)
            .mapToObj(micros -> Duration.ofNanos(micros * 1_000L))
            .toArray(Duration[]::new);

    private final DistributionSummary batchSize;
    private final Counter generated;
    private final Timer firstCharacter;
    private final Timer nextCharacter;
    private final Meter.MeterProvider<Counter> ended;

    MicrometerStreamMetrics(MeterRegistry registry, Admission admission) {
        Gauge.builder("escriba.streams.running", admission, Admission::running)
                .description("Streams that have a row of their model")
                .register(registry);
        Gauge.builder("escriba.streams.waiting", admission, Admission::waiting)
                .description("Streams that wait for a row or for their model")
                .register(registry);
        Gauge.builder("escriba.streams.paused", admission, Admission::paused)
                .description("Streams that wait for their reader")
                .register(registry);
        Gauge.builder("escriba.streams.places", admission, Admission::places)
                .description("Streams that may run, wait and be paused together")
                .register(registry);
        FunctionCounter.builder("escriba.streams.refused", admission, Admission::refusals)
                .description("Streams that were not let in, as all places were taken")
                .register(registry);
        batchSize = DistributionSummary.builder("escriba.batch.size")
                .description("Streams taken further by one step")
                .serviceLevelObjectives(ROWS)
                .register(registry);
        generated = Counter.builder("escriba.characters.generated")
                .description("Characters generated, those skipped included")
                .register(registry);
        firstCharacter = Timer.builder("escriba.time.to.first.character")
                .description("From the arrival of a request to its first character")
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
        nextCharacter = Timer.builder("escriba.inter.character.latency")
                .description("Between two characters of a stream whose reader is ready")
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
        ended = Counter.builder("escriba.streams.ended")
                .description("Streams that ended, by reason")
                .withRegistry(registry);
        // Each reason is there from the start, so that its rate is right from the first one on.
        for (Outcome outcome : Outcome.values()) {
            counter(outcome);
        }
    }

    @Override
    public void step(int rows) {
        batchSize.record(rows);
    }

    @Override
    public void generated() {
        generated.increment();
    }

    @Override
    public void firstCharacter(long nanos) {
        firstCharacter.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void nextCharacter(long nanos) {
        nextCharacter.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void ended(Outcome outcome) {
        counter(outcome).increment();
    }

    private Counter counter(Outcome outcome) {
        return ended.withTag("reason", outcome.label());
    }
}
