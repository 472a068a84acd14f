package io.escriba.gateway.stream;

import io.escriba.gateway.generation.Generated;
import io.escriba.gateway.generation.TextGenerator;
import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.security.limit.Places;
import io.escriba.gateway.sse.ServerSentEvent;
import io.escriba.log.LogSubject;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Tells a stream to one reader: has its texts written at their pace, and makes one sequence of events of them. */
final class StreamTelling {
    private static final Logger LOG = Logger.getLogger(StreamTelling.class);

    /** Characters of a text that may wait for those of the others. */
    private static final int WAITING = 16;

    private static final int NONE = -1;

    private final LogSubject subject;
    private final TextGenerator generator;
    private final Timer timer;
    private final StreamRequest request;
    private final Positions start;
    private final AtomicInteger refused = new AtomicInteger(NONE);
    private volatile boolean begun;

    /** How far the reader has come. Changed by one event at a time. */
    private Positions reached;

    /**
     * Tells a stream from where its reader left it.
     *
     * @param start a position for each text
     * @param subject of what is logged of it
     */
    StreamTelling(TextGenerator generator, Timer timer, StreamRequest request, Positions start, LogSubject subject) {
        this.subject = subject;
        this.generator = generator.about(subject).resumable();
        this.timer = timer;
        this.request = request;
        this.start = start;
        this.reached = start;
    }

    /** How many texts there are whose end the reader was not told. */
    int unfinished() {
        return (int) unfinishedTexts().count();
    }

    private IntStream unfinishedTexts() {
        return IntStream.range(0, request.texts().size())
                .filter(index -> !start.of(index).isOver());
    }

    /**
     * The events. Those of several texts come as the texts are written. When one of several breaks off after the beginning, the
     * others go on.
     *
     * @param places how many are written at the same time; the others follow. Each leaves its place when it ends
     */
    Multi<ServerSentEvent> events(Places places) {
        List<TextRequest> texts = request.texts();
        List<Multi<Supplier<ServerSentEvent>>> parts = unfinishedTexts()
                .mapToObj(index -> places.leaving(part(index, texts.get(index))))
                .toList();
        Multi<Supplier<ServerSentEvent>> all = parts.size() == 1
                ? parts.get(0)
                : Multi.createBy()
                        .merging()
                        .withConcurrency(places.atOnce())
                        .withRequests(WAITING)
                        .streams(parts);
        return all.map(Supplier::get);
    }

    /** Tells why nothing has come, where the status cannot tell it any more. */
    List<ServerSentEvent> problem(Problem problem) {
        return List.of(StreamEvents.problem(problem, request.mark(Math.max(0, refused.get()))));
    }

    /** One text. An event names what was reached in all texts, so it is made when its turn has come. */
    private Multi<Supplier<ServerSentEvent>> part(int index, TextRequest text) {
        // Whoever claims to have read beyond the end is told of it.
        return written(text, Math.min(start.of(index).next(), text.maxCharacters()))
                .<Supplier<ServerSentEvent>>map(generated -> () -> told(index, generated))
                .onFailure()
                .invoke(failure -> refused.compareAndSet(NONE, index))
                .onFailure(failure -> isOneOfSeveral() && begun && failure instanceof ProblemException)
                .recoverWithItem(failure -> () -> brokenOff(index, (ProblemException) failure));
    }

    private Multi<Generated> written(TextRequest text, long from) {
        Multi<Generated> written = generator.write(text, from);
        return request.pace().isPresent()
                ? PacedText.of(written, request.pace().getAsDouble(), text.maxCharacters(), timer)
                : written;
    }

    private boolean isOneOfSeveral() {
        return !request.temperatures().isEmpty();
    }

    private ServerSentEvent told(int index, Generated generated) {
        begun = true;
        reached = reached.with(index, Position.after(generated));
        return StreamEvents.of(generated, reached, request.mark(index));
    }

    private ServerSentEvent brokenOff(int index, ProblemException failure) {
        subject.run(
                () -> LOG.warnf("One text of a stream broke off: %s (%s)", failure.getMessage(), failure.getCause()));
        return StreamEvents.problem(failure.problem(), request.mark(index));
    }
}
