package io.escriba.inference.catalog;

import io.escriba.inference.batch.Admission;
import io.escriba.inference.batch.Order;
import io.escriba.inference.batch.Reader;
import io.escriba.inference.batch.RunningModel;
import io.escriba.inference.batch.ScoreOrder;
import io.escriba.inference.batch.ScoreReader;
import io.escriba.inference.batch.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A model that writes nothing; its streams end when the test says so. */
final class FakeRunningModel implements RunningModel {
    private final List<Runnable> endings = new ArrayList<>();
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private boolean stopped;

    @Override
    public Ticket write(Order order, Reader reader, Admission.Place place, Runnable afterwards) {
        reader.begin(true);
        return begin(place, afterwards);
    }

    @Override
    public Ticket score(ScoreOrder order, ScoreReader reader, Admission.Place place, Runnable afterwards) {
        return begin(place, afterwards);
    }

    private Ticket begin(Admission.Place place, Runnable afterwards) {
        Runnable ending = () -> {
            place.leave();
            afterwards.run();
        };
        endings.add(ending);
        return new Ticket() {
            @Override
            public void resume() {}

            @Override
            public void cancel() {
                if (endings.remove(ending)) {
                    ending.run();
                }
            }
        };
    }

    @Override
    public CompletionStage<Void> stop() {
        stopped = true;
        endStreams();
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Throwable> broken() {
        return broken;
    }

    /** Ends its streams and itself. */
    void breakDown(Throwable cause) {
        stopped = true;
        endStreams();
        broken.complete(cause);
    }

    /** How many streams it has. */
    int streams() {
        return endings.size();
    }

    void endStreams() {
        List<Runnable> all = List.copyOf(endings);
        endings.clear();
        all.forEach(Runnable::run);
    }

    boolean isStopped() {
        return stopped;
    }
}
