package io.escriba.bench.simulation;

/**
 * What a simulation has found. Streams are counted by the weight of the texts that stand for them.
 *
 * @param begun streams that came
 * @param ended streams that are complete
 * @param present streams that are left at the end, those included that wait for a place
 * @param moved streams that another pod went on with
 * @param refused streams that found no place at once
 * @param longestWait of one of them for a place, in seconds
 * @param mostPods that there were at once
 * @param meanPods while the load was highest
 * @param meanStreams while the load was highest
 * @param slowest how fast the slowest text was written at any decision, in parts of the pace of its reader
 * @param podHours that were paid for in the whole time
 * @param hours of the whole time
 */
record Outcome(
        double begun,
        double ended,
        double present,
        double moved,
        double refused,
        double longestWait,
        int mostPods,
        double meanPods,
        double meanStreams,
        double slowest,
        double podHours,
        double hours) {}
