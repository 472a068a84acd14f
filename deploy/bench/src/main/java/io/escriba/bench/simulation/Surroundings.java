package io.escriba.bench.simulation;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What is needed around the inference pods.
 *
 * @param gatewayStreams readers that one gateway has
 * @param bytes that leave for each character
 * @param trainingsPerHour for each 1,000 readers
 * @param trainingMinutes that each takes
 * @param patience minutes that 95 of 100 trainings may wait for the one before them
 */
record Surroundings(
        int gatewayStreams, double bytes, double trainingsPerHour, double trainingMinutes, double patience) {
    /** How often a consumer asks each broker that has nothing new ({@code fetch.max.wait.ms}, by default 500). */
    private static final double FETCHES = 2;

    private static final int STEP = 12;
    private static final int MOST_PARTITIONS = 10_000;
    private static final double QUANTILE = 0.95;
    private static final double THOUSAND = 1000;
    private static final long SEED = 1;

    /** Gateways; two at least, so that one may go. */
    int gateways(double streams) {
        return (int) Math.max(2, Math.ceil(streams / gatewayStreams));
    }

    /** Requests a second that reach each broker although there is nothing new: each process follows topics on all of them. */
    double idleFetches(double processes) {
        return processes * FETCHES;
    }

    /** Partitions of the topic of trainings, in twelves, so that few wait longer than they are to. */
    int partitions(double streams) {
        Trainings trainings = new Trainings(trainingsPerHour * streams / THOUSAND, trainingMinutes);
        return IntStream.iterate(STEP, partitions -> partitions + STEP)
                .limit(MOST_PARTITIONS / STEP)
                .filter(partitions -> trainings.share(partitions) < 1)
                .filter(partitions -> trainings.wait(partitions, QUANTILE, new SplittableRandom(SEED)) <= patience)
                .findFirst()
                .orElse(MOST_PARTITIONS);
    }
}
