package io.escriba.bench.scaling;

import io.escriba.bench.instance.BenchInstance;
import io.escriba.bench.instance.RunningGateway;
import io.escriba.bench.model.ModelPublisher;
import io.escriba.bench.reader.EventClient;
import io.escriba.bench.reader.Order;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Section;
import io.escriba.local.launcher.Installation;
import io.escriba.local.launcher.Services;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** One rise and fall of the load, with everything that it needs around it. */
final class ScalingPart implements Part {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MOST_CONNECTIONS = 20_000;

    /** They make the processes load all of their code. */
    private static final int FIRST_READERS = 8;

    private final Plan plan;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ScalingPart(Plan plan) {
        this.plan = plan;
    }

    @Override
    public Section measure() throws InterruptedException {
        plan.progress().say("Starting the broker, Prometheus, the gateway and the first inference processes.");
        try (BenchInstance instance = BenchInstance.start(
                        Installation.current(),
                        List.of(Services.INFERENCE, Services.GATEWAY),
                        plan.directory(),
                        plan.most());
                ModelPublisher publisher = new ModelPublisher(instance.kafka(), instance.models());
                Fleet fleet = new Fleet(instance, plan.most(), plan.settings());
                EventClient client = new EventClient(MOST_CONNECTIONS)) {
            publisher.announce(publisher.store(plan.order().model(), 1));
            fleet.want(plan.least());
            fleet.await();
            RunningGateway gateway = instance.startGateway();
            Prometheus prometheus = Prometheus.start(instance, http, plan.period());
            read(
                    instance,
                    client,
                    gateway,
                    Stream.iterate(-1L, seed -> seed - 1).limit(FIRST_READERS).toList());
            try (Audience audience = new Audience(client, http, gateway.address(), plan.order())) {
                ScalingRun run = new ScalingRun(plan, instance, prometheus, fleet, audience);
                run.run();
                new Curves(run.moments()).write(plan.out());
                return section(run, audience, differences(instance, client, gateway, run, audience));
            }
        }
    }

    /** Reads some texts of the kind as fast as they come, and gives their fingerprints. */
    private Map<Long, Long> read(BenchInstance instance, EventClient client, RunningGateway gateway, List<Long> seeds)
            throws InterruptedException {
        Order order = plan.order().unpaced();
        try (Audience audience = new Audience(client, http, gateway.address(), order)) {
            for (long seed : seeds) {
                audience.come(seed);
            }
            instance.await("The end of " + seeds.size() + " texts", PATIENCE, () -> audience.present() == 0);
            audience.outcome().failures().requireNone();
            return audience.complete();
        }
    }

    /**
     * How many texts came out otherwise than when nobody is disturbed.
     *
     * @param moved texts that were being read when a process was told to stop
     * @param compared how many of them were read again
     */
    private record Differences(int moved, int compared, long different) {}

    private Differences differences(
            BenchInstance instance, EventClient client, RunningGateway gateway, ScalingRun run, Audience audience)
            throws InterruptedException {
        plan.progress().say("Reading texts again that were being written when a process was told to stop.");
        Map<Long, Long> texts = audience.complete();
        List<Long> seeds = run.moved().stream()
                .filter(texts::containsKey)
                .limit(plan.compared())
                .toList();
        Map<Long, Long> undisturbed = read(instance, client, gateway, seeds);
        return new Differences(
                run.moved().size(),
                seeds.size(),
                seeds.stream()
                        .filter(seed -> !Objects.equals(undisturbed.get(seed), texts.get(seed)))
                        .count());
    }

    private Section section(ScalingRun run, Audience audience, Differences differences) {
        Audience.Outcome outcome = audience.outcome();
        List<Double> waits = outcome.waits().stream().sorted().toList();
        List<Moment> moments = run.moments();
        MarkdownTable table = new MarkdownTable(
                List.of("what", "figure"),
                List.of(
                        List.of("most readers at once", most(moments.stream().map(Moment::readers))),
                        List.of("most processes ready", most(moments.stream().map(Moment::ready))),
                        List.of(
                                "processes at the end",
                                Integer.toString(moments.get(moments.size() - 1).ready())),
                        List.of("complete texts", Long.toString(outcome.ended())),
                        List.of(
                                "texts that were lost or cut",
                                Long.toString(outcome.failures().count())),
                        List.of(
                                "texts under way when a process was told to stop",
                                Integer.toString(differences.moved())),
                        List.of("of these read once more", Integer.toString(differences.compared())),
                        List.of("of these different", Long.toString(differences.different())),
                        List.of("times that all was full and a reader asked again", Long.toString(outcome.refusals())),
                        List.of("wait for the first character p50, s", Figures.thousandths(at(waits, 0.5))),
                        List.of("p99, s", Figures.thousandths(at(waits, 0.99))),
                        List.of("longest, s", Figures.thousandths(at(waits, 1)))));
        return new Section("Processes that come and go with the load", table, notes(), problem(outcome, differences));
    }

    private static Optional<String> problem(Audience.Outcome outcome, Differences differences) {
        return outcome.failures()
                .problem()
                .or(() -> differences.different() == 0
                        ? Optional.empty()
                        : Optional.of(differences.different() + " texts are others when they are read once more."));
    }

    private List<String> notes() {
        return List.of(
                "A process has place for " + plan.running() + " running streams and " + plan.waiting()
                        + " others, and the thresholds of the ScaledObject are divided by " + plan.smaller()
                        + " as these are. The autoscaler's time runs " + plan.faster()
                        + " times as fast, and so do scrapes and drains; processes start as fast as they can.",
                "Each text has " + plan.order().characters() + " characters, which are read at "
                        + plan.order().pace()
                        + " a second. What was waited for contains the creation of the stream, and all"
                        + " attempts where all was full.");
    }

    private static String most(Stream<Integer> figures) {
        return Integer.toString(figures.max(Integer::compare).orElse(0));
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }
}
