package io.escriba.bench.simulation;

/**
 * What an hour of machines costs, and what leaves them, in US dollars.
 *
 * @param processor of one virtual processor
 * @param gib of one GiB of memory
 * @param gigabyte of 1,000,000,000 bytes that leave the provider
 */
record Prices(double processor, double gib, double gigabyte) {
    private static final double SECONDS_AN_HOUR = 3600;
    private static final double GIGA = 1e9;

    /** An hour of so many machines. */
    double machines(double count, double processors, double memory) {
        return count * (processors * processor + memory * gib);
    }

    /** An hour of so many bytes a second. */
    double traffic(double bytesPerSecond) {
        return bytesPerSecond * SECONDS_AN_HOUR / GIGA * gigabyte;
    }
}
