package io.escriba.bench.report;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How everything is measured.
 *
 * @param directory in which temporary directories are made
 * @param threads of ONNX Runtime, in the service and in the bare runtime
 * @param time of one measurement of one side
 * @param rounds how often each is measured, 1 or more
 */
public record Setting(Path directory, int threads, Duration time, int rounds, Progress progress) {
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(3);

    /** How long something runs before it is measured. */
    public Duration warmUp() {
        return time.compareTo(LONGEST_WARM_UP) < 0 ? time : LONGEST_WARM_UP;
    }

    /** Says which round of something begins. */
    public void sayRound(String what, int round) {
        progress.say(what + ", round " + round + " of " + rounds + ".");
    }
}
