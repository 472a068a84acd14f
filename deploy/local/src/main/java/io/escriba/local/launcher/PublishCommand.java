package io.escriba.local.launcher;

import io.escriba.local.CommandException;
import io.escriba.local.corpus.CorpusText;
import io.escriba.local.gateway.Gateway;
import io.escriba.local.gateway.Publication;
import io.escriba.local.instance.InstanceDirectory;
import io.escriba.local.instance.Run;
import io.escriba.local.instance.RunFile;
import io.escriba.name.Name;
import io.escriba.training.TrainingEvent;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes a file to a running instance. */
@Command(
        name = "publish",
        description = "Publishes a text file; a model of the same name is trained on it.",
        mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
    private final Console console;
    private final HttpClient http;

    @Mixin
    private DirectoryOption directory = new DirectoryOption();

    @Parameters(paramLabel = "FILE", description = "UTF-8 text.")
    private Path file = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", description = "Of corpus and model (default: the file's name).")
    private Optional<String> name = Optional.empty();

    PublishCommand(Console console, HttpClient http) {
        this.console = console;
        this.http = http;
    }

    @Override
    public Integer call() {
        CorpusText text = name.map(given -> CorpusText.of(file, name(given))).orElseGet(() -> CorpusText.of(file));
        Run run = running(directory.get());
        Gateway gateway = new Gateway(run.gateway(), http);
        Publication publication = gateway.publish(text);
        console.say(String.format(
                Locale.ROOT, "Published %,d characters as corpus '%s'.", publication.characters(), publication.name()));
        publication.job().ifPresent(job -> awaitStart(gateway, publication.name(), job));
        console.say("Watch it at " + run.gateway());
        return 0;
    }

    private void awaitStart(Gateway gateway, Name model, String job) {
        console.say("Waiting for the training of model '" + model + "' to start.");
        TrainingEvent event = gateway.follow(job, heard -> !(heard instanceof TrainingEvent.Started));
        if (event instanceof TrainingEvent.Failed failed) {
            throw new CommandException("Model '" + model + "' cannot be trained: " + failed.reason());
        }
        if (event instanceof TrainingEvent.Cancelled) {
            throw new CommandException("The training of model '" + model + "' was cancelled before it started.");
        }
        console.say("The training of model '" + model + "' has started.");
    }

    private static Run running(InstanceDirectory where) {
        return new RunFile(where)
                .read()
                .filter(run -> !run.running().isEmpty())
                .orElseThrow(() -> new CommandException("Nothing runs in " + where
                        + ". Start it with deploy/local/up, or name its directory with --dir."));
    }

    private static Name name(String given) {
        try {
            return new Name(given);
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }
}
