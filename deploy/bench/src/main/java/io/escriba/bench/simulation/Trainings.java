package io.escriba.bench.simulation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Trainings that wait in a partition of Kafka for the one before them: they come by chance (a Poisson process), each to the partition of
 * its model, and those of one partition run one after the other. There is a trainer for each partition that has any.
 *
 * @param perHour that come to all partitions
 * @param minutes that each takes
 */
record Trainings(double perHour, double minutes) {
    private static final int JOBS = 200_000;
    private static final double MINUTES_AN_HOUR = 60;

    /** How much of its time a partition's trainer works: less than 1, or jobs wait ever longer. */
    double share(int partitions) {
        return perHour / partitions * minutes / MINUTES_AN_HOUR;
    }

    /**
     * For how many minutes all but so many jobs wait at most, found by letting many come to one partition (Lindley's recursion).
     *
     * @param quantile above 0 and below 1
     */
    double wait(int partitions, double quantile, RandomGenerator chance) {
        double[] waits = waits(partitions, chance);
        Arrays.sort(waits);
        return waits[(int) (quantile * waits.length)];
    }

    /** For how many minutes each of many jobs waits, in the order in which they come. */
    double[] waits(int partitions, RandomGenerator chance) {
        double between = MINUTES_AN_HOUR * partitions / perHour;
        double[] waits = new double[JOBS];
        for (int job = 1; job < JOBS; job++) {
            double gap = -Math.log(1 - chance.nextDouble()) * between;
            waits[job] = Math.max(0, waits[job - 1] + minutes - gap);
        }
        return waits;
    }
}
