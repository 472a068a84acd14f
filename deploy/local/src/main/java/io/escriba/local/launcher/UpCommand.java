package io.escriba.local.launcher;

import io.escriba.local.CommandException;
import io.escriba.local.corpus.CorpusText;
import io.escriba.local.gateway.Gateway;
import io.escriba.local.instance.InstanceDirectory;
import io.escriba.local.process.ChildProcess;
import io.escriba.name.Name;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts an instance. Everything that can be checked is checked before anything is started. */
@Command(
        name = "up",
        description = "Starts Kafka, the trainer, inference and the gateway, and publishes a first corpus."
                + " Ctrl-C stops everything.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(5);
    private static final Duration OWN_KAFKA_PATIENCE = Duration.ofSeconds(1);

    private final Console console;
    private final Installation installation;
    private final HttpClient http;

    @Mixin
    private DirectoryOption directory = new DirectoryOption();

    @Option(names = "--detach", description = "Return when everything is ready; deploy/local/down stops it.")
    private boolean detach;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Of the page and the API; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--corpus",
            paramLabel = "FILE",
            description = "UTF-8 text to publish instead of the bundled names. May be repeated.")
    private List<Path> files = List.of();

    @Option(
            names = "--inference",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many inference processes to run (default: ${DEFAULT-VALUE}).")
    private int inferenceProcesses;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Use this broker instead of starting one.")
    private Optional<String> externalKafka = Optional.empty();

    UpCommand(Console console, Installation installation, HttpClient http) {
        this.console = console;
        this.installation = installation;
        this.http = http;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (inferenceProcesses < 1) {
            throw new CommandException("--inference is " + inferenceProcesses + ". Use 1 or more.");
        }
        List<CorpusText> texts = texts();
        installation.requireBuilt(Services.modules());
        InstanceDirectory where = directory.get();
        Instance.requireNoneRuns(where);
        Ports ports = Ports.choose(port, inferenceProcesses);
        requireExternalKafka();

        Instance instance = Instance.open(where, ports, kafka(ports));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(instance), "stop"));
        startAll(instance, where, ports);
        URI page = Services.page(ports);
        FirstCorpora corpora = new FirstCorpora(new Gateway(page, http), console, page);
        texts.forEach(corpora::publish);
        console.say("The page: " + page);
        if (detach) {
            Readiness.requireAllAlive(instance.group());
            instance.detach();
            console.say("Everything runs on in " + where + ". Stop it with deploy/local/down.");
            return 0;
        }
        corpora.tellInBackground(instance.group()::isClosed);
        console.complain(instance.group().awaitDeath().epitaph());
        return Launcher.FAILED;
    }

    /** Runs whenever this process ends: after Ctrl-C and SIGTERM, after a failure, and after it has let the others go. */
    private void stop(Instance instance) {
        if (instance.isResponsible()) {
            console.say("Stopping everything.");
        }
        instance.close();
    }

    private List<CorpusText> texts() {
        if (files.isEmpty()) {
            return List.of(CorpusText.bundled());
        }
        Set<Name> names = new HashSet<>();
        List<CorpusText> texts = new ArrayList<>();
        for (Path file : files) {
            CorpusText text = CorpusText.of(file);
            if (!names.add(text.name())) {
                throw new CommandException("Two of the files would be corpus '" + text.name()
                        + "'. Rename one, or publish it later with deploy/local/publish --name.");
            }
            texts.add(text);
        }
        return texts;
    }

    private void requireExternalKafka() throws InterruptedException {
        if (externalKafka.isPresent() && !new KafkaProbe(externalKafka.get(), KAFKA_PATIENCE).answers()) {
            throw new CommandException("No Kafka broker answers at '" + externalKafka.get()
                    + "'. Start it, or leave out --kafka to have one started.");
        }
    }

    private String kafka(Ports ports) {
        return externalKafka.orElse(Services.loopback(ports.broker()));
    }

    /** The services start at the same time, as soon as the broker that all of them need answers. */
    private void startAll(Instance instance, InstanceDirectory where, Ports ports) throws InterruptedException {
        long begin = System.nanoTime();
        Readiness readiness = new Readiness(instance.group(), http);
        String kafka = kafka(ports);
        if (externalKafka.isEmpty()) {
            console.say("Starting broker at " + kafka + ".");
            ChildProcess broker = instance.start(Services.broker(where, ports.broker()), kafka);
            readiness.await(broker, new KafkaProbe(kafka, OWN_KAFKA_PATIENCE)::answers);
        }
        List<Service> services = new Services(installation, where, ports, kafka, where.streamKey()).inOrder();
        List<ChildProcess> children = new ArrayList<>();
        for (Service service : services) {
            console.say("Starting " + service.program().name() + " at " + service.address() + ".");
            children.add(instance.start(service.program(), service.address()));
        }
        for (int i = 0; i < children.size(); i++) {
            readiness.await(children.get(i), readiness.health(services.get(i).ready()));
        }
        console.say("Everything is ready after "
                + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s.");
    }
}
