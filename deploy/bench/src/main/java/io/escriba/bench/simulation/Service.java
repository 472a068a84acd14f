package io.escriba.bench.simulation;

import java.time.Duration;

/**
 * What is known of the service, and assumed of its readers. Times are in seconds.
 *
 * @param throughput of one pod
 * @param rows texts that a pod writes at once
 * @param places texts that a pod may have at once, those included whose readers have enough for now
 * @param pace characters that a reader takes a second
 * @param characters of a text, in the mean; their number is distributed exponentially
 * @param start until a new pod takes texts
 * @param end for how long a pod that is told to end goes on with its texts
 * @param retry after which a reader asks again who was refused
 */
record Service(
        Throughput throughput,
        int rows,
        int places,
        double pace,
        double characters,
        double start,
        double end,
        double retry) {
    /** How long a text lasts in the mean, where no reader waits. */
    Duration length() {
        return Duration.ofMillis(Math.round(1000 * characters / pace));
    }

    /** Characters a second of each of so many texts in one pod. */
    double speed(double texts) {
        return texts == 0 ? pace : Math.min(pace, throughput.at(Math.min(texts, rows)) / texts);
    }

    /** How many of so many texts in one pod run or wait for a row; the others wait for their readers. */
    double active(double texts) {
        double wanted = texts * pace;
        return wanted > throughput.at(rows) ? texts : Math.min(texts, throughput.needed(wanted, rows));
    }
}
