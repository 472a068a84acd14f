package io.escriba.bench.scaling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many readers there are to be over time: so many at each point, and in between as many as a straight line has.
 *
 * @param points one or more, the earliest first; readers stay as many as at the last
 */
record LoadProfile(List<Point> points) {
    private static final Pattern POINT = Pattern.compile("(\\d{1,6}):(\\d{1,6})");

    /** So many readers at a time since the beginning. */
    record Point(Duration time, int readers) {}

    LoadProfile {
        points = List.copyOf(points);
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).time().compareTo(points.get(i - 1).time()) < 0) {
                throw new IllegalArgumentException("The load at "
                        + points.get(i).time().toSeconds() + " s comes after that at "
                        + points.get(i - 1).time().toSeconds() + " s. Give the points in the order of their times.");
            }
        }
    }

    /**
     * Reads a profile.
     *
     * @param text {@code SECONDS:READERS}, comma separated
     */
    static LoadProfile parse(String text) {
        List<Point> points = new ArrayList<>();
        for (String point : List.of(text.split(",", -1))) {
            Matcher parts = POINT.matcher(point);
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "The load has a point '" + point + "'. Write SECONDS:READERS,SECONDS:READERS, as 0:10,30:100.");
            }
            points.add(new Point(Duration.ofSeconds(Long.parseLong(parts.group(1))), Integer.parseInt(parts.group(2))));
        }
        return new LoadProfile(points);
    }

    /** Readers at a time since the beginning. */
    int at(Duration time) {
        Point before = points.get(0);
        for (Point point : points) {
            if (point.time().compareTo(time) > 0) {
                double share = (double) time.minus(before.time()).toNanos()
                        / Math.max(1, point.time().minus(before.time()).toNanos());
                return (int) Math.round(before.readers() + Math.max(0, share) * (point.readers() - before.readers()));
            }
            before = point;
        }
        return before.readers();
    }

    /** When the last point is reached. */
    Duration length() {
        return points.get(points.size() - 1).time();
    }
}
