package io.escriba.inference.sampling;

/**
 * The exponential of what is at most 0, the same bits on every machine: sums and products of float64, which Java rounds
 * everywhere alike. It is right to two units in the last place. {@link StrictMath#exp} is as exact and repeats as well, but
 * decides between several ways for each argument, which costs seven times as much where arguments differ.
 *
 * <p>{@code e^x = 2^k * 2^(j/64) * e^r}, with a table for the second factor and a polynomial for the third, after P. T. P.
 * Tang, "Table-driven implementation of the exponential function in IEEE floating-point arithmetic", ACM TOMS 15 (1989).
 */
final class Exponential {
    private static final int STEPS = 64;
    /** 64 / ln 2. */
    private static final double STEPS_PER_E = STEPS * 0x1.71547652b82fep0;

    /** ln 2 / 64 in two parts; the first has so few bits that its product with any number of steps is exact. */
    private static final double STEP_HIGH = 0x1.62e42fee00000p-1 / STEPS;

    private static final double STEP_LOW = 0x1.a39ef35793c76p-33 / STEPS;

    /** Added to a number, it rounds that to an integer, which is then in the sum's lowest bits. */
    private static final double ROUNDING = 0x1.8p52;

    /** Below it the result has less than the full precision of a float64, and is given as 0. */
    private static final double LEAST = -708;

    private static final int EXPONENT_BIAS = 1023;
    private static final int FRACTION_BITS = 52;
    private static final double[] POWERS = powers();

    private Exponential() {}

    private static double[] powers() {
        double[] powers = new double[STEPS];
        for (int step = 0; step < STEPS; step++) {
            powers[step] = StrictMath.pow(2, (double) step / STEPS);
        }
        return powers;
    }

    /**
     * e to this power.
     *
     * @param x at most 0, and may be negative infinity
     * @return 0 to 1; exactly 1 for 0, and 0 below -708
     */
    static double of(double x) {
        if (x < LEAST) {
            return 0;
        }
        double shifted = x * STEPS_PER_E + ROUNDING;
        double steps = shifted - ROUNDING;
        long bits = Double.doubleToRawLongBits(shifted);
        double r = (x - steps * STEP_HIGH) - steps * STEP_LOW;
        double square = r * r;
        double remainder = r + square * (1 / 2.0 + r * (1 / 6.0)) + square * square * (1 / 24.0 + r * (1 / 120.0));
        double power = POWERS[(int) bits & (STEPS - 1)];
        long exponent = (bits >> 6) + EXPONENT_BIAS;
        return (power + power * remainder) * Double.longBitsToDouble(exponent << FRACTION_BITS);
    }
}
