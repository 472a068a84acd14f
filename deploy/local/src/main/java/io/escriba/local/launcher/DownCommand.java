package io.escriba.local.launcher;

import io.escriba.local.instance.InstanceDirectory;
import io.escriba.local.instance.Run;
import io.escriba.local.instance.RunFile;
import io.escriba.local.process.ProcessIdentity;
import io.escriba.local.process.Termination;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops an instance, whether its launcher still runs or not. */
@Command(name = "down", description = "Stops Escriba.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private DirectoryOption directory = new DirectoryOption();

    DownCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        InstanceDirectory where = directory.get();
        RunFile file = new RunFile(where);
        Optional<Run> run = file.read();
        if (run.isEmpty() || !stop(run.get())) {
            console.say("Nothing runs in " + where + ".");
        }
        file.delete();
        return 0;
    }

    /** Whether there was anything to stop. */
    private boolean stop(Run run) {
        List<Run.Started> running = new ArrayList<>(run.running());
        Optional<ProcessHandle> launcher = run.launcher().find();
        if (running.isEmpty() && launcher.isEmpty()) {
            return false;
        }
        Collections.reverse(running);
        // A launcher that still runs stops everything itself, and would take it for dying if somebody else did.
        launcher.ifPresent(process -> Termination.stop(process, Instance.GRACE.multipliedBy(1 + running.size())));
        running.stream()
                .map(Run.Started::process)
                .map(ProcessIdentity::find)
                .flatMap(Optional::stream)
                .forEach(process -> Termination.stop(process, Instance.GRACE));
        console.say("Stopped " + running.stream().map(Run.Started::name).collect(Collectors.joining(", ")) + ".");
        return true;
    }
}
