package io.escriba.bench.autoscaler;

/** How replicas come and go (Kubernetes, autoscaling/v2, HorizontalPodAutoscalerBehavior). */
public record Behavior(ScalingRules up, ScalingRules down) {
    /** The same in a time that runs so many times as fast. */
    public Behavior faster(double times) {
        return new Behavior(up.faster(times), down.faster(times));
    }
}
