package io.escriba.local.launcher;

import io.escriba.local.instance.InstanceDirectory;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that tells one instance from another. */
final class DirectoryOption {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "${sys:user.home}/.escriba",
            description = "Where the instance keeps all its state (default: ~/.escriba).")
    private Path directory = Path.of(".escriba");

    InstanceDirectory get() {
        return new InstanceDirectory(directory);
    }
}
