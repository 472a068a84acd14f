package io.escriba.bench.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.escriba.model.StateTensor;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A graph in ONNX Runtime with nothing around it: the time that a call takes is what any service needs at least. It shares no
 * code with Escriba's, so that it stays what it is when that becomes faster.
 */
final class BareModel implements AutoCloseable {
    private static final int WARM_UP_CALLS = 50;
    private static final int PRECISION = 3;

    private final OrtSession session;
    private final List<StateTensor> states;

    private BareModel(OrtSession session, List<StateTensor> states) {
        this.session = session;
        this.states = states;
    }

    /**
     * Loads a graph.
     *
     * @param threads that compute one call
     */
    static BareModel open(byte[] onnx, List<StateTensor> states, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            return new BareModel(OrtEnvironment.getEnvironment().createSession(onnx, options), states);
        } catch (OrtException e) {
            throw BareRun.failure(e);
        }
    }

    /** Calls with so many characters of so many texts each. To be closed. */
    BareRun run(int time, int rows) {
        return BareRun.of(session, states, time, rows);
    }

    /** Characters a second, one of each row a call, in as many calls as are begun in this time. */
    double charactersPerSecond(int rows, Duration time) {
        return charactersPerSecond(1, rows, time);
    }

    /** Characters a second, so many of each row a call. */
    double charactersPerSecond(int length, int rows, Duration time) {
        try (BareRun run = warmedUp(length, rows)) {
            long characters = 0;
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < time.toNanos()) {
                run.next();
                characters += (long) length * rows;
            }
            return characters / ((System.nanoTime() - begin) / 1e9);
        }
    }

    /** What calls with one character of one text take, in nanoseconds, of as many as are begun in this time. */
    Histogram stepTimes(Duration time) {
        Histogram times = new Histogram(PRECISION);
        try (BareRun run = warmedUp(1, 1)) {
            long begin = System.nanoTime();
            for (long now = begin; now - begin < time.toNanos(); ) {
                run.next();
                long then = System.nanoTime();
                times.recordValue(then - now);
                now = then;
            }
        }
        return times;
    }

    private BareRun warmedUp(int length, int rows) {
        BareRun run = run(length, rows);
        for (int i = 0; i < Math.max(2, WARM_UP_CALLS / length); i++) {
            run.next();
        }
        return run;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw BareRun.failure(e);
        }
    }
}
