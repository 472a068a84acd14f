package io.escriba.bench.autoscaler;

/**
 * What a metric asks for. KEDA hands a trigger to the autoscaler as an external metric whose target is an {@code AverageValue}: as
 * many replicas are wanted as share the value so that each has the threshold at most.
 *
 * @param value of the metric now, of all replicas together
 * @param threshold what one replica is to have, above 0
 */
public record Demand(double value, double threshold) {
    /**
     * How far the value for one replica may be from the threshold, in parts of it, before anything changes (the option
     * {@code --horizontal-pod-autoscaler-tolerance} of kube-controller-manager, by default).
     */
    public static final double TOLERANCE = 0.1;

    public Demand {
        if (!(threshold > 0)) {
            throw new IllegalArgumentException("The threshold is " + threshold + ". Use one above 0.");
        }
    }

    /** How many replicas are wanted where there are so many, 1 or more. */
    public int replicas(int current) {
        double ratio = value / (threshold * current);
        return Math.abs(ratio - 1) <= TOLERANCE ? current : (int) Math.ceil(value / threshold);
    }
}
