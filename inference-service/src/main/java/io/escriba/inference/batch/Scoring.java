package io.escriba.inference.batch;

import io.escriba.inference.sampling.Likelihood;
import io.escriba.inference.sampling.LogSoftmax;
import io.escriba.inference.session.CharacterModel;
import io.escriba.model.ContextWindow;
import io.escriba.vocabulary.Vocabulary;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The texts that one model scores, one after the other in the order of arrival. The one that is read has a place among the
 * running streams, but no row; one whose reader is full lets the next one in.
 *
 * <p>Not thread-safe: called by the thread of its model, between two steps.
 */
final class Scoring {
    private static final System.Logger LOG = System.getLogger(Scoring.class.getName());

    private final CharacterModel model;
    private final Optional<ContextWindow> context;
    private final Vocabulary vocabulary;
    private final StreamMetrics metrics;
    private final LogSoftmax softmax;
    private final float[] logits;
    /** Of the text that is read; made when there is one, as a state can be large. */
    private float[] state = {};

    private final Set<ScoredText> waiting = new LinkedHashSet<>();
    /** Lies aside until its reader is ready. */
    private final Set<ScoredText> paused = new HashSet<>();

    private Optional<ScoredText> reading = Optional.empty();

    /** For a model that has nothing to score. */
    Scoring(CharacterModel model, Vocabulary vocabulary, StreamMetrics metrics) {
        this.model = model;
        this.context = model.context();
        this.vocabulary = vocabulary;
        this.metrics = metrics;
        this.softmax = new LogSoftmax(vocabulary);
        this.logits = new float[vocabulary.size()];
    }

    /**
     * A new text, to be queued with {@link #add}. May be called by any thread.
     *
     * @param afterwards run once, when the text has ended in whatever way and its place is free
     */
    ScoredText text(ScoreOrder order, ScoreReader reader, Admission.Place place, Runnable afterwards) {
        return new ScoredText(order, reader, place, afterwards, context);
    }

    /** Queues a new text. */
    void add(ScoredText text) {
        waiting.add(text);
    }

    /** Lets a paused text wait for its turn. */
    void resume(ScoredText text) {
        if (text.reader().isReady() && paused.remove(text)) {
            text.place().resume();
            waiting.add(text);
        }
    }

    /** Ends a text whose reader has gone away. */
    void cancel(ScoredText text) {
        if (!text.hasEnded()) {
            leave(text, Outcome.CANCELLED);
        }
    }

    /** Ends every text. */
    void failAll(RuntimeException reason) {
        List<ScoredText> all = new ArrayList<>();
        reading.ifPresent(all::add);
        all.addAll(waiting);
        all.addAll(paused);
        all.forEach(text -> fail(text, reason));
    }

    boolean isEmpty() {
        return reading.isEmpty() && waiting.isEmpty() && paused.isEmpty();
    }

    /**
     * Reads stretches of texts until enough has been read, or nothing more can be.
     *
     * @param enough ids
     * @return how many ids were read
     */
    int read(int enough) {
        int read = 0;
        while (read < enough) {
            reading = reading.or(this::start);
            if (reading.isEmpty()) {
                break;
            }
            ScoredText text = reading.get();
            if (text.reader().isReady()) {
                read += read(text);
            } else {
                pause(text);
            }
        }
        return read;
    }

    /** Takes the first text out of the queue, if there is one and one more may run. */
    private Optional<ScoredText> start() {
        Optional<ScoredText> first = waiting.stream().findFirst();
        if (first.isEmpty() || !first.get().place().run()) {
            return Optional.empty();
        }
        if (state.length == 0) {
            state = new float[model.stateSize()];
        }
        waiting.remove(first.get());
        first.get().takeUp(state);
        return first;
    }

    private void pause(ScoredText text) {
        reading = Optional.empty();
        text.layAside(state);
        paused.add(text);
        text.place().pause();
    }

    private int read(ScoredText text) {
        int from = text.from();
        int to = text.to();
        if (text.isWindowStart()) {
            Arrays.fill(state, 0);
        }
        try {
            text.begin(model.isExact());
            model.read(text.ids(), from, to, state, logits);
            score(text, from, to);
            text.stretchRead();
            if (text.isComplete()) {
                text.reader().end();
                leave(text, Outcome.SCORED);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A text could not be scored; its call ends.", e);
            fail(text, e);
        }
        return to - from;
    }

    /** Scores the ids that follow those of the stretch that was read, but for those that were scored in the window before. */
    private void score(ScoredText text, int from, int to) {
        int first = Math.max(text.next(), from + 1);
        if (first > to) {
            return;
        }
        List<Likelihood> likelihoods = new ArrayList<>(to + 1 - first);
        for (int scored = first; scored <= to; scored++) {
            model.scoresAt(scored - 1 - from, logits);
            likelihoods.add(
                    softmax.of(logits, 0, text.ids()[scored], text.order().candidates()));
        }
        int index = first - (text.ids().length - text.order().text().written());
        text.reader().scored(index, vocabulary.decode(Arrays.copyOfRange(text.ids(), first, to + 1)), likelihoods);
    }

    private void fail(ScoredText text, RuntimeException reason) {
        try {
            text.reader().failed(reason);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A reader could not be told that its text is not scored.", e);
        }
        leave(text, reason instanceof ServiceStoppingException ? Outcome.STOPPED : Outcome.FAILED);
    }

    /** Takes a text that has ended out of wherever it is. */
    private void leave(ScoredText text, Outcome outcome) {
        List.of(waiting, paused).forEach(texts -> texts.remove(text));
        if (reading.filter(text::equals).isPresent()) {
            reading = Optional.empty();
        }
        metrics.ended(outcome);
        text.leave();
    }
}
