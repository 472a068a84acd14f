package io.escriba.bench.gateway;

import io.escriba.bench.load.GenerateClient;
import io.escriba.bench.load.OpenStream;
import io.escriba.bench.load.SteadyLoad;
import io.escriba.bench.model.RandomModel;
import io.escriba.bench.reader.Order;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Section;
import io.escriba.bench.report.Setting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How many characters a second readers get over HTTP, beside readers of the same texts over gRPC. */
final class ThroughputPart implements Part {
    private final RandomModel model;
    private final int streams;
    private final Setting setting;

    /**
     * A measurement.
     *
     * @param streams at once, on each side
     */
    ThroughputPart(RandomModel model, int streams, Setting setting) {
        this.model = model;
        this.streams = streams;
        this.setting = setting;
    }

    @Override
    public Section measure() throws InterruptedException {
        FigureTable table = new FigureTable("of " + streams + " texts");
        try (Deployment deployment = Deployment.with(model, setting, 1);
                GenerateClient grpc = new GenerateClient(deployment.inference(0).port(), GenerateClient.USUAL_WINDOW)) {
            deployment.warmUp();
            for (int round = 1; round <= setting.rounds(); round++) {
                setting.sayRound("Throughput of " + model.name(), round);
                Side direct = direct(deployment, grpc);
                Side http = http(deployment);
                table.add("gRPC, characters/s", Figures::whole, direct.speed());
                table.add("HTTP, characters/s", Figures::whole, http.speed());
                table.add("ratio", Figures::hundredths, http.speed() / direct.speed());
                table.add(
                        "with gRPC: inference, %",
                        Figures::whole, percent(direct.work().inference()));
                table.add(
                        "with gRPC: readers, %",
                        Figures::whole, percent(direct.work().readers()));
                table.add(
                        "with HTTP: inference, %",
                        Figures::whole, percent(http.work().inference()));
                table.add(
                        "with HTTP: gateway, %",
                        Figures::whole, percent(http.work().gateway()));
                table.add(
                        "with HTTP: readers, %",
                        Figures::whole, percent(http.work().readers()));
            }
        }
        return new Section(
                "Throughput",
                table.table(),
                List.of("The same texts, as fast as they come, from the same inference process, in turns, for "
                        + setting.time().toSeconds()
                        + " s on each side in each round. gRPC: all readers on one connection."
                        + " HTTP: each reader on a connection of its own to the gateway. Percents are of one processor;"
                        + " the readers are those of the benchmark's process, with one thread for each side."));
    }

    /** One side in one round. */
    private record Side(double speed, Work work) {}

    private double percent(Duration work) {
        return Work.percent(work, setting.time());
    }

    private Side direct(Deployment deployment, GenerateClient grpc) throws InterruptedException {
        AtomicLong seed = new AtomicLong();
        Side side;
        try (SteadyLoad load = SteadyLoad.open(
                grpc,
                streams,
                OpenStream.ALL,
                () -> model.request(Order.PROMPT, Order.LONGEST, seed.incrementAndGet()))) {
            deployment.await("The first character of each of " + streams + " texts over gRPC", load::hasBegun);
            load.measure(setting.warmUp()).failures().requireNone();
            Work before = Work.of(deployment);
            var figures = load.measure(setting.time());
            figures.failures().requireNone();
            side = new Side(figures.charactersPerSecond(), Work.of(deployment).since(before));
        }
        deployment.awaitIdle();
        return side;
    }

    private Side http(Deployment deployment) throws InterruptedException {
        Side side;
        try (Crowd crowd = deployment.readers(
                streams, Order.unpaced(model), List.of(deployment.gateway().address()), 1)) {
            crowd.measure(setting.warmUp()).failures().requireNone();
            Work before = Work.of(deployment);
            var figures = crowd.measure(setting.time());
            figures.failures().requireNone();
            side = new Side(figures.charactersPerSecond(), Work.of(deployment).since(before));
        }
        deployment.awaitIdle();
        return side;
    }
}
