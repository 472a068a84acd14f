package io.escriba.local.launcher;

import io.escriba.local.CommandException;
import io.escriba.local.port.LoopbackPorts;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * Where each process listens.
 *
 * @param broker of Kafka's protocol
 * @param gateway of HTTP
 * @param trainer of HTTP
 * @param inference one for each process
 */
public record Ports(int broker, int gateway, int trainer, List<Inference> inference) {
    private static final int USUAL_BROKER = 9092;
    private static final int HIGHEST = 65_535;

    /** The ports of one inference process. */
    public record Inference(int http, int grpc) {}

    public Ports {
        inference = List.copyOf(inference);
    }

    /**
     * Chooses ports: Kafka's usual one if it is free, and otherwise any free ones.
     *
     * @param gateway the wanted port; 0 for any free one
     * @param inferenceProcesses how many there will be
     * @throws CommandException when the wanted port is none or is in use
     */
    public static Ports choose(int gateway, int inferenceProcesses) {
        if (gateway < 0 || gateway > HIGHEST) {
            throw new CommandException("--port is " + gateway + ". Use 1 to " + HIGHEST + ", or 0 for any free port.");
        }
        if (gateway != 0 && !LoopbackPorts.isFree(gateway)) {
            throw new CommandException(
                    "Port " + gateway + " is in use. Choose another with --port, or stop what listens" + " there.");
        }
        Queue<Integer> free = new ArrayDeque<>(LoopbackPorts.free(3 + 2 * inferenceProcesses));
        int broker = free.remove();
        int anyGateway = free.remove();
        int trainer = free.remove();
        return new Ports(
                LoopbackPorts.isFree(USUAL_BROKER) && gateway != USUAL_BROKER ? USUAL_BROKER : broker,
                gateway == 0 ? anyGateway : gateway,
                trainer,
                Stream.generate(() -> new Inference(free.remove(), free.remove()))
                        .limit(inferenceProcesses)
                        .toList());
    }
}
