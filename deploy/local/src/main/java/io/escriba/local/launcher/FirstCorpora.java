package io.escriba.local.launcher;

import io.escriba.corpus.Corpus;
import io.escriba.local.CommandException;
import io.escriba.local.corpus.CorpusText;
import io.escriba.local.gateway.Gateway;
import io.escriba.local.gateway.Publication;
import io.escriba.local.gateway.TrainingReport;
import io.escriba.name.Name;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Publishes the first texts of an instance and tells what becomes of them. */
final class FirstCorpora {
    private final Gateway gateway;
    private final Console console;
    private final URI page;
    private final List<Story> stories = new ArrayList<>();

    FirstCorpora(Gateway gateway, Console console, URI page) {
        this.gateway = gateway;
        this.console = console;
        this.page = page;
    }

    /**
     * What is to be told of a model.
     *
     * @param job that trains it; empty when it is there already
     */
    private record Story(Name model, Optional<String> job) {}

    /** Publishes a text, unless the corpus is this very text already. */
    void publish(CorpusText text) {
        Optional<Corpus> same = gateway.corpus(text.name())
                .filter(Corpus::sealed)
                .filter(corpus -> corpus.sha256().equals(Optional.of(text.sha256())));
        if (same.isPresent()) {
            console.say("Corpus '" + text.name() + "' is there already.");
            stories.add(new Story(text.name(), unfinished(same.get())));
        } else {
            Publication publication = gateway.publish(text);
            console.say(String.format(
                    Locale.ROOT,
                    "Published %,d characters as corpus '%s'.",
                    publication.characters(),
                    publication.name()));
            stories.add(new Story(publication.name(), publication.job()));
        }
    }

    /**
     * Tells on a thread of its own, which ends with the process.
     *
     * @param stopping whether the gateway is being stopped, so that its silence is no news
     */
    void tellInBackground(BooleanSupplier stopping) {
        Thread teller = new Thread(() -> tell(stopping), "tell");
        teller.setDaemon(true);
        teller.start();
    }

    /** The job that an earlier run did not finish, if there is no model yet. Its id follows from the sealing record. */
    private Optional<String> unfinished(Corpus corpus) {
        boolean trained =
                gateway.models().stream().anyMatch(model -> model.name().equals(corpus.name()));
        return trained
                ? Optional.empty()
                : Optional.of(TrainingJob.idFor(corpus.name(), corpus.partition(), corpus.lastOffset()));
    }

    private void tell(BooleanSupplier stopping) {
        for (Story story : stories) {
            try {
                if (story.job().isEmpty()
                        || isTrained(story.model(), story.job().get())) {
                    console.say("Model '" + story.model() + "' writes. Try the page, or: " + command(story.model()));
                }
            } catch (CommandException e) {
                if (!stopping.getAsBoolean()) {
                    console.complain(String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private boolean isTrained(Name model, String job) {
        TrainingReport report = new TrainingReport(model);
        TrainingEvent end = gateway.follow(job, event -> {
            report.line(event).ifPresent(console::say);
            return true;
        });
        return end instanceof TrainingEvent.Completed;
    }

    private String command(Name model) {
        return "curl -N " + page.resolve("/v1/completions") + " -H 'Content-Type: application/json' -d '{\"model\":\""
                + model + "\",\"prompt\":\"\",\"max_tokens\":200,\"stream\":true}'";
    }
}
