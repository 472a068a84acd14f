package io.escriba.gateway.stream;

import io.escriba.gateway.generation.Generated;
import io.smallrye.mutiny.Multi;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A text that comes no faster than its pace, one character at a time. It is asked for some seconds ahead, so that a reader
 * notices nothing where another writer has to go on with it, and no further, so that little is kept for each reader and little
 * is written for one who goes away. For one reader; thread-safe.
 */
final class PacedText implements Flow.Subscriber<Generated>, Flow.Subscription {
    /** A writer that vanishes is noticed, and another one goes on, in less. */
    static final int RESERVED_SECONDS = 15;

    /** However fast it is read. */
    static final int MOST_RESERVED = 512;

    /** So many messages are asked for at once. Each has one character or a few. */
    static final int ASKED_AT_ONCE = 16;

    private final Flow.Subscriber<? super Generated> reader;
    private final Timer timer;
    private final Pace pace;
    private final long maxCharacters;
    private final int reserved;
    private final Reserve reserve = new Reserve();

    /** One thread at a time goes on; others leave it a note. */
    private final AtomicInteger notes = new AtomicInteger();

    /** What the reader wants and was not told yet. */
    private long wanted;

    /** Messages that were asked for and have not come yet. */
    private int asked;

    /** No more comes. */
    private boolean complete;

    /** The reader has been told all, or has gone. */
    private boolean over;

    private @Nullable Throwable failure;
    private Flow.@Nullable Subscription text;
    private @Nullable Runnable alarm;

    private PacedText(
            Flow.Subscriber<? super Generated> reader, double charactersPerSecond, long maxCharacters, Timer timer) {
        this.reader = reader;
        this.timer = timer;
        this.pace = new Pace(charactersPerSecond, timer.nanos());
        this.maxCharacters = maxCharacters;
        this.reserved = (int)
                Math.max(2 * ASKED_AT_ONCE, Math.min(MOST_RESERVED, Math.ceil(charactersPerSecond * RESERVED_SECONDS)));
    }

    /**
     * The same text at a pace, one character at a time. A failure comes after everything that came before it.
     *
     * @param charactersPerSecond above 0
     * @param maxCharacters after which only the end comes, which is not waited for
     */
    static Multi<Generated> of(Multi<Generated> text, double charactersPerSecond, long maxCharacters, Timer timer) {
        return Multi.createFrom()
                .publisher(reader -> text.subscribe(new PacedText(reader, charactersPerSecond, maxCharacters, timer)));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        text = subscription;
        reader.onSubscribe(this);
        goOn();
    }

    @Override
    public void request(long n) {
        synchronized (this) {
            wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
        }
        goOn();
    }

    @Override
    public void cancel() {
        end();
        text().cancel();
    }

    @Override
    public void onNext(Generated generated) {
        synchronized (this) {
            asked--;
            reserve.add(generated);
        }
        goOn();
    }

    @Override
    public void onError(Throwable why) {
        synchronized (this) {
            failure = why;
            complete = true;
        }
        goOn();
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            complete = true;
        }
        goOn();
    }

    private void goOn() {
        if (notes.getAndIncrement() > 0) {
            return;
        }
        int read = 1;
        do {
            for (Optional<Generated> due = due(); due.isPresent(); due = due()) {
                reader.onNext(due.get());
            }
            if (isToldAll()) {
                tellTheEnd();
            } else if (isToAsk()) {
                text().request(ASKED_AT_ONCE);
            }
            read = notes.addAndGet(-read);
        } while (read > 0);
    }

    /** What the reader is to be told now. If that is nothing although there is something, it is looked at again when it is due. */
    private synchronized Optional<Generated> due() {
        if (over || wanted == 0 || reserve.isEmpty()) {
            return Optional.empty();
        }
        long now = timer.nanos();
        if (pace.due(now) <= 0) {
            if (alarm == null) {
                alarm = timer.at(pace.next(), this::wake);
            }
            return Optional.empty();
        }
        wanted--;
        Generated generated = reserve.take();
        pace.gone(now, generated.fold(part -> part.next() < maxCharacters ? 1L : 0L, end -> 0L));
        return Optional.of(generated);
    }

    private synchronized boolean isToldAll() {
        return complete && reserve.isEmpty() && !over;
    }

    private void tellTheEnd() {
        end();
        Throwable why = failure;
        if (why != null) {
            reader.onError(why);
        } else {
            reader.onComplete();
        }
    }

    private synchronized boolean isToAsk() {
        if (over || complete || asked > 0 || reserve.characters() > reserved - ASKED_AT_ONCE) {
            return false;
        }
        asked = ASKED_AT_ONCE;
        return true;
    }

    private void wake() {
        synchronized (this) {
            alarm = null;
        }
        goOn();
    }

    private synchronized void end() {
        over = true;
        if (alarm != null) {
            alarm.run();
            alarm = null;
        }
    }

    private Flow.Subscription text() {
        return Objects.requireNonNull(text, "onSubscribe comes first");
    }
}
