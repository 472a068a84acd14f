package io.escriba.bench.gateway;

import io.escriba.bench.instance.RunningGateway;
import io.escriba.bench.model.RandomModel;
import io.escriba.bench.reader.Order;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Section;
import io.escriba.bench.report.Setting;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** For how long readers get nothing when a process ends, or all inference processes do. */
final class FailoverPart implements Part {
    private static final int PROCESSES = 2;
    private static final double NANOS_A_MILLI = 1e6;

    private final RandomModel model;
    private final Numbers numbers;
    private final Setting setting;

    /**
     * What is measured.
     *
     * @param readers at once
     * @param characters that each has had when something ends
     * @param pace characters a second of each; 0 for as fast as they come
     * @param away how long no inference process runs, until the first is started again
     */
    record Numbers(int readers, long characters, double pace, Duration away) {}

    FailoverPart(RandomModel model, Numbers numbers, Setting setting) {
        this.model = model;
        this.numbers = numbers;
        this.setting = setting;
    }

    /** Ends something, and starts again what must be back before readers can go on. */
    private interface Disturbance {
        /** Gives the time for which nobody could write. */
        Duration happens() throws InterruptedException;
    }

    /** Starts again what has ended. */
    private interface Repair {
        void happens() throws InterruptedException;
    }

    /** Several rounds of the same. */
    private final class Rounds {
        private final FigureTable table = new FigureTable("longest time between events, ms");
        private final List<String> problems = new ArrayList<>();

        void measure(
                Deployment deployment,
                String what,
                List<InetSocketAddress> gateways,
                Disturbance disturbance,
                Repair repair)
                throws InterruptedException {
            try (Crowd crowd = divided(deployment, gateways)) {
                crowd.count();
                table.add(what + ": characters so far, mean", Figures::whole, crowd.meanCharacters());
                Duration away = disturbance.happens();
                crowd.awaitFailure(setting.time());
                double silence = crowd.longestSilence().toNanos() / NANOS_A_MILLI;
                double longest = Math.max(crowd.counted().gap().longest(), silence);
                if (silence >= setting.time().toNanos() / NANOS_A_MILLI) {
                    problems.add(what + ": a text has not gone on.");
                }
                crowd.failures().problem().ifPresent(problem -> problems.add(what + ": " + problem));
                table.add(what, Figures::whole, longest);
                if (!away.isZero()) {
                    table.add("time for which none ran", Figures::whole, (double) away.toMillis());
                    table.add(what + ", less that time", Figures::whole, longest - away.toMillis());
                }
            }
            repair.happens();
            deployment.awaitIdle();
            // What has just been started is slow at first, which is not to be counted as what happens next.
            deployment.warmUp();
        }
    }

    @Override
    public Section measure() throws InterruptedException {
        Rounds rounds = new Rounds();
        try (Deployment deployment = Deployment.with(model, setting, PROCESSES);
                RunningGateway second = deployment.startSecondGateway()) {
            deployment.warmUp();
            // Beside the first, as replicas are, the second has readers of its own.
            deployment.warmUp(second);
            for (int round = 1; round <= setting.rounds(); round++) {
                setting.sayRound("Processes that end", round);
                measure(deployment, second, rounds);
            }
        }
        return new Section(
                "Processes that end",
                rounds.table.table(),
                List.of(numbers.readers()
                        + " readers of texts that come " + speed() + ", half of them from each of two"
                        + " inference processes, each with " + numbers.characters()
                        + " characters or more when something"
                        + " ends. The longest time in which one of them got nothing, until "
                        + setting.time().toSeconds()
                        + " s after it. SIGTERM: with the 5 s in which `deploy/local/up` lets texts"
                        + " end. None runs: from the SIGKILL of both until the first is ready again. The readers of a killed"
                        + " gateway go on at another with Last-Event-ID. Processes that were started again have had readers"
                        + " for " + setting.warmUp().toSeconds()
                        + " s when the next one ends."),
                rounds.problems.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", rounds.problems)));
    }

    private void measure(Deployment deployment, RunningGateway second, Rounds rounds) throws InterruptedException {
        List<InetSocketAddress> one = List.of(deployment.gateway().address());
        rounds.measure(deployment, "nothing", one, () -> Duration.ZERO, () -> {});
        rounds.measure(
                deployment,
                "SIGKILL of an inference process",
                one,
                () -> ended(deployment.inference(0)::kill),
                () -> deployment.restartInference(0));
        rounds.measure(
                deployment,
                "SIGTERM of an inference process",
                one,
                () -> ended(deployment.inference(1)::close),
                () -> deployment.restartInference(1));
        rounds.measure(deployment, "no inference process", one, () -> awayAndBack(deployment), () -> {});
        rounds.measure(
                deployment,
                "SIGKILL of the gateway",
                List.of(deployment.gateway().address(), second.address()),
                () -> ended(deployment.gateway()::kill),
                deployment::restartGateway);
    }

    private String speed() {
        return numbers.pace() > 0 ? "at " + numbers.pace() + " characters/s" : "as fast as they can";
    }

    private static Duration ended(Runnable end) {
        end.run();
        return Duration.ZERO;
    }

    private Duration awayAndBack(Deployment deployment) throws InterruptedException {
        long begin = System.nanoTime();
        for (int index = 0; index < PROCESSES; index++) {
            deployment.inference(index).kill();
        }
        deployment.pass(numbers.away());
        deployment.restartInference(0);
        Duration away = Duration.ofNanos(System.nanoTime() - begin);
        deployment.restartInference(1);
        return away;
    }

    /** Readers whose texts both inference processes write. One that is new to the gateway may have none at first. */
    private Crowd divided(Deployment deployment, List<InetSocketAddress> gateways) throws InterruptedException {
        while (true) {
            Crowd crowd = deployment.readers(
                    numbers.readers(), new Order(model, Order.LONGEST, numbers.pace()), gateways, numbers.characters());
            if (deployment.isDivided()) {
                return crowd;
            }
            crowd.close();
            deployment.awaitIdle();
        }
    }
}
