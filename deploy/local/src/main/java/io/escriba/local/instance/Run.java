package io.escriba.local.instance;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.escriba.local.process.ProcessIdentity;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * What was started for a directory, and by whom. It is written as the start goes on, so that nothing that was started is
 * ever unknown.
 *
 * @param launcher that started the processes; it has ended when they run on alone
 * @param kafka the broker's address, {@code HOST:PORT}
 * @param gateway where the page is
 * @param processes in the order in which they were started
 */
public record Run(
        @JsonProperty(required = true) ProcessIdentity launcher,
        @JsonProperty(required = true) String kafka,
        @JsonProperty(required = true) URI gateway,
        @JsonProperty(required = true) List<Started> processes) {
    public Run {
        processes = List.copyOf(processes);
    }

    /**
     * A process that was started.
     *
     * @param name such as {@code trainer}
     * @param address where it listens, {@code HOST:PORT}
     * @param log what it writes
     */
    public record Started(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) ProcessIdentity process,
            @JsonProperty(required = true) String address,
            @JsonProperty(required = true) String log) {
        /** Whether the process still runs. */
        public boolean isRunning() {
            return process.find().isPresent();
        }
    }

    /** This run with one more process. */
    public Run with(Started process) {
        List<Started> more = new ArrayList<>(processes);
        more.add(process);
        return new Run(launcher, kafka, gateway, more);
    }

    /** The processes that still run, in the order in which they were started. */
    public List<Started> running() {
        return processes.stream().filter(Started::isRunning).toList();
    }
}
