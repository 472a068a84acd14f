package io.escriba.local.launcher;

import io.escriba.corpus.Corpus;
import io.escriba.local.gateway.Gateway;
import io.escriba.local.gateway.ServedModel;
import io.escriba.local.instance.InstanceDirectory;
import io.escriba.local.instance.Run;
import io.escriba.local.instance.RunFile;
import java.net.http.HttpClient;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the processes of an instance, and what it knows. */
@Command(
        name = "status",
        description = "Shows processes (name, pid, address, state), corpora and models.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private final Console console;
    private final HttpClient http;

    @Mixin
    private DirectoryOption directory = new DirectoryOption();

    StatusCommand(Console console, HttpClient http) {
        this.console = console;
        this.http = http;
    }

    @Override
    public Integer call() {
        InstanceDirectory where = directory.get();
        Optional<Run> run = new RunFile(where).read();
        if (run.isEmpty()) {
            console.say("Nothing runs in " + where + ".");
            return Launcher.FAILED;
        }
        run.get().processes().forEach(this::showProcess);
        boolean whole = run.get().processes().stream().allMatch(Run.Started::isRunning);
        if (whole) {
            Gateway gateway = new Gateway(run.get().gateway(), http);
            gateway.corpora().forEach(this::showCorpus);
            gateway.models().forEach(this::showModel);
        }
        return whole ? 0 : Launcher.FAILED;
    }

    private void showProcess(Run.Started started) {
        show(
                "%-12s %8d  %-21s  %s",
                started.name(),
                started.process().pid(),
                started.address(),
                started.isRunning() ? "running" : "dead, see " + started.log());
    }

    private void showCorpus(Corpus corpus) {
        show(
                "corpus %s  %,d characters, %,d lines, %s",
                corpus.name(), corpus.characters(), corpus.lines(), corpus.sealed() ? "sealed" : "open");
    }

    private void showModel(ServedModel model) {
        model.newest()
                .ifPresent(version -> show(
                        "model %s@%d  held-out loss %.3f nats per character, %,d parameters",
                        model.name(),
                        version.version(),
                        version.metrics().validationLoss(),
                        version.metrics().parameters()));
    }

    private void show(String pattern, Object... values) {
        console.say(String.format(Locale.ROOT, pattern, values));
    }
}
