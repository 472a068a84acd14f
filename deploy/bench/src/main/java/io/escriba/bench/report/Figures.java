package io.escriba.bench.report;

import java.time.Duration;
import java.util.Locale;

/** Writes figures with as many digits as were measured, and derives them. */
public final class Figures {
    private static final double MEGA = 1e6;
    private static final double MEBI = 1024 * 1024;

    private Figures() {}

    /** Megabytes, which are 1,000,000 bytes, a second. */
    public static double megabytesPerSecond(long bytes, Duration time) {
        return bytes / MEGA / seconds(time);
    }

    /** Megabytes, which are 1,000,000 bytes, of a number of mebibytes, which are 1,048,576. */
    public static double megabytes(double mebibytes) {
        return mebibytes * MEBI / MEGA;
    }

    /** Seconds and their fraction. */
    public static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** Without digits behind the point. */
    public static String whole(double figure) {
        return String.format(Locale.ROOT, "%.0f", figure);
    }

    /** With one digit behind the point. */
    public static String tenths(double figure) {
        return String.format(Locale.ROOT, "%.1f", figure);
    }

    /** With two digits behind the point. */
    public static String hundredths(double figure) {
        return String.format(Locale.ROOT, "%.2f", figure);
    }

    /** With three digits behind the point. */
    public static String thousandths(double figure) {
        return String.format(Locale.ROOT, "%.3f", figure);
    }

    /** Mebibytes, which are 1,048,576 bytes, with one digit behind the point. */
    public static String mebibytes(long bytes) {
        return tenths(bytes / MEBI);
    }
}
