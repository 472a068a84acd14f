package io.escriba.gateway.generation;

import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.GenerationGrpc.GenerationStub;
import io.escriba.grpc.v1.Snapshot;
import io.escriba.grpc.v1.Text;
import io.grpc.stub.ClientResponseObserver;
import io.opentelemetry.context.Context;
import java.util.function.Consumer;

/**
 * How far a text has come, so that any server can go on with it: the last snapshot that a server gave of it, and what was
 * written since. Without a snapshot a server reads the text, which is much faster than writing it again, but a text is kept
 * only while it is short. For one reader; not thread-safe.
 */
final class Continuation implements InferenceCall<GenerateRequest, GenerateResponse> {
    /** Characters after which a snapshot is wanted. Where many texts move at once, each reads so many again at most. */
    static final int SNAPSHOT_INTERVAL = 1_024;

    /** Snapshots may be late, or too large. A stream is to take little in the gateway, and most characters take 1 or 2 bytes. */
    static final int MOST_KEPT = 8 * SNAPSHOT_INTERVAL;

    /** The state of the largest networks takes too much for many streams. */
    static final int MOST_SNAPSHOT_BYTES = 32 * 1024;

    private final GenerateRequest request;
    private final Consumer<Snapshot> keeper;
    private final Context trace;
    private final StringBuilder written = new StringBuilder();
    private Snapshot snapshot;
    /** Index after the characters that the snapshot and what was written stand for. */
    private long known;

    private long next;

    /**
     * A text of which its reader lacks what comes from {@code skip} on, and of which a snapshot of what comes before may be known.
     *
     * @param keeper receives every snapshot that is worth keeping
     * @param trace of the request for which it is written
     */
    Continuation(GenerateRequest request, Consumer<Snapshot> keeper, Context trace) {
        // A later one takes its place, and the memory.
        this.request = request.toBuilder().clearSnapshot().build();
        this.keeper = keeper;
        this.trace = trace;
        this.snapshot = request.getSnapshot();
        this.known = snapshot.getIndex();
        this.next = request.getSkip();
    }

    /** The request for what has not come yet. */
    GenerateRequest rest() {
        GenerateRequest.Builder rest = request.toBuilder().setSkip(next).setWritten(written.toString());
        if (snapshot.getIndex() > 0) {
            rest.setSnapshot(snapshot);
        }
        return rest.build();
    }

    @Override
    public void begin(GenerationStub stub, ClientResponseObserver<GenerateRequest, GenerateResponse> observer) {
        TracedCalls.of(trace, stub).generate(rest(), observer);
    }

    /** Only a character is progress: a model that breaks on a text begins with it every time. */
    @Override
    public boolean take(GenerateResponse response) {
        if (response.hasSnapshot()) {
            keep(response.getSnapshot());
            return false;
        }
        Text text = response.getText();
        if (text.getText().isEmpty()) {
            return false;
        }
        int characters = text.getText().codePointCount(0, text.getText().length());
        if (text.getIndex() == known && known + characters - snapshot.getIndex() <= MOST_KEPT) {
            written.append(text.getText());
            known += characters;
        }
        next = text.getIndex() + characters;
        return true;
    }

    private void keep(Snapshot given) {
        if (given.getSerializedSize() <= MOST_SNAPSHOT_BYTES) {
            snapshot = given;
            known = given.getIndex();
            written.setLength(0);
            keeper.accept(given);
        }
    }
}
