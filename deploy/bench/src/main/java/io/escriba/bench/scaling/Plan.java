package io.escriba.bench.scaling;

import io.escriba.bench.autoscaler.Behavior;
import io.escriba.bench.autoscaler.ScaledObject;
import io.escriba.bench.reader.Order;
import io.escriba.bench.report.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is to be shown.
 *
 * @param object how production is scaled
 * @param least processes, in place of the object's
 * @param most processes, in place of the object's
 * @param smaller how many times as few streams a process has place for as by default, and wants in the object's thresholds
 * @param faster how many times as fast the autoscaler's time runs; a process starts no faster
 * @param order what the readers read
 * @param compared how many texts are read once more
 * @param out where the figures go: this name with {@code .csv}, and with {@code .png}
 * @param directory in which temporary directories are made
 */
record Plan(
        ScaledObject object,
        int least,
        int most,
        double smaller,
        double faster,
        LoadProfile load,
        Order order,
        int compared,
        Path out,
        Path directory,
        Progress progress) {
    /** How often the autoscaler decides ({@code --horizontal-pod-autoscaler-sync-period} of kube-controller-manager, by default). */
    private static final Duration SYNC = Duration.ofSeconds(15);

    /** Of the pods, in deploy/kubernetes. */
    private static final Duration DRAIN = Duration.ofSeconds(45);

    /** The defaults of the inference service. */
    private static final int RUNNING = 256;

    private static final int WAITING = 1024;

    /** From one decision to the next, and from one scrape to the next. */
    Duration period() {
        return sooner(SYNC);
    }

    /** The object's, in the faster time. */
    Behavior behavior() {
        return object.behavior().faster(faster);
    }

    /** Streams that run at once in a process. */
    int running() {
        return (int) Math.max(1, RUNNING / smaller);
    }

    /** Streams that may have a place in a process beside those. */
    int waiting() {
        return (int) (WAITING / smaller);
    }

    /** Settings of each process, as arguments of Java. */
    List<String> settings() {
        return List.of(
                "-Describa.inference.ready-without-model=false",
                "-Describa.inference.max-streams=" + running(),
                "-Describa.inference.max-waiting=" + waiting(),
                "-Describa.inference.drain=" + sooner(DRAIN));
    }

    private Duration sooner(Duration time) {
        return Duration.ofMillis(Math.round(time.toMillis() / faster));
    }
}
