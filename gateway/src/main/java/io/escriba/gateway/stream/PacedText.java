package io.escriba.gateway.stream;

import io.escriba.gateway.generation.Generated;
import io.smallrye.mutiny.Multi;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A text that comes no faster than its pace. It is asked for no faster either, so no more is kept here than what
 * came together, and what its reader does not take holds up the writer as without a pace. For one reader; thread-safe.
 */
final class PacedText implements Flow.Subscriber<Generated>, Flow.Subscription {
    private final Flow.Subscriber<? super Generated> reader;
    private final ToLongFunction<Generated> characters;
    private final Timer timer;
    private final Pace pace;

    /** What the reader wants and was not asked for yet. */
    private long wanted;

    /** What was asked for and has not come yet. */
    private long asked;

    private boolean ended;
    private Flow.@Nullable Subscription text;
    private @Nullable Runnable alarm;

    private PacedText(
            Flow.Subscriber<? super Generated> reader, double pace, Timer timer, ToLongFunction<Generated> characters) {
        this.reader = reader;
        this.characters = characters;
        this.timer = timer;
        this.pace = new Pace(pace, timer.nanos());
    }

    /**
     * The same text at a pace, one character at a time.
     *
     * @param charactersPerSecond above 0
     * @param maxCharacters after which only the end comes, which is not waited for
     */
    static Multi<Generated> of(Multi<Generated> text, double charactersPerSecond, long maxCharacters, Timer timer) {
        ToLongFunction<Generated> characters = generated ->
                generated.fold(part -> part.next() < maxCharacters ? part.next() - part.index() : 0, end -> 0L);
        return Multi.createFrom()
                .publisher(reader -> text.onItem()
                        .transformToIterable(Generated::apart)
                        .subscribe(new PacedText(reader, charactersPerSecond, timer, characters)));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        text = subscription;
        reader.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        synchronized (this) {
            wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
        }
        ask();
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
            pace.gone(timer.nanos(), characters.applyAsLong(generated));
        }
        reader.onNext(generated);
        ask();
    }

    @Override
    public void onError(Throwable failure) {
        end();
        reader.onError(failure);
    }

    @Override
    public void onComplete() {
        end();
        reader.onComplete();
    }

    /** Asks for what is due. If that is nothing, and nothing is on its way, it is asked for later. */
    private void ask() {
        long now;
        synchronized (this) {
            if (ended || wanted == 0 || alarm != null) {
                return;
            }
            now = Math.min(wanted, pace.due(timer.nanos()) - asked);
            if (now <= 0) {
                if (asked == 0) {
                    alarm = timer.at(pace.next(), this::wake);
                }
                return;
            }
            wanted -= now;
            asked += now;
        }
        text().request(now);
    }

    private void wake() {
        synchronized (this) {
            alarm = null;
        }
        ask();
    }

    private synchronized void end() {
        ended = true;
        if (alarm != null) {
            alarm.run();
            alarm = null;
        }
    }

    private Flow.Subscription text() {
        return Objects.requireNonNull(text, "onSubscribe comes first");
    }
}
