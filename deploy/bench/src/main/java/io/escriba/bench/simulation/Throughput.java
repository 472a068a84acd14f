package io.escriba.bench.simulation;

import java.util.List;

/**
 * How many characters a second one process writes, by how many texts it writes at once. Between two measured points it is on the
 * straight line that joins them; beyond the last it is as fast as there.
 *
 * @param points the fewest texts first
 */
record Throughput(List<Point> points) {
    /** So many characters a second with so many texts at once. */
    record Point(int texts, double speed) {}

    Throughput {
        points = List.copyOf(points);
    }

    /** Characters a second. */
    double at(double texts) {
        Point before = points.get(0);
        if (texts <= before.texts()) {
            return before.speed();
        }
        for (Point point : points) {
            if (texts <= point.texts()) {
                double share = (texts - before.texts()) / (point.texts() - before.texts());
                return before.speed() + share * (point.speed() - before.speed());
            }
            before = point;
        }
        return before.speed();
    }

    /**
     * How many texts it must write at once to be so fast.
     *
     * @param most that it can write at once, which is the answer too where not even these suffice
     */
    int needed(double speed, int most) {
        int texts = 1;
        while (texts < most && at(texts) < speed) {
            texts++;
        }
        return texts;
    }
}
