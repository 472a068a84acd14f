package io.escriba.local.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run as a process of its own.
 *
 * @param name by which people know it
 * @param command the executable and its arguments
 * @param environment variables beside those of this process
 * @param log the file that its output goes to
 */
public record Program(String name, List<String> command, Map<String, String> environment, Path log) {
    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
