package io.escriba.local.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One process, recognised by another one later. The start tells it from a process that got the same id after it.
 *
 * @param pid of the operating system
 * @param started when, as the operating system says
 */
public record ProcessIdentity(long pid, Instant started) {
    /** Linux derives starts from the time of boot, which it gives in whole seconds and corrects with the clock. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    /** The identity of a process; of one that has ended already, the id alone. */
    public static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    /** The process, if it still runs. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(Termination::isRunning).filter(this::startedThen);
    }

    private boolean startedThen(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Duration.between(started, start).abs().compareTo(TOLERANCE) <= 0)
                .orElse(false);
    }
}
