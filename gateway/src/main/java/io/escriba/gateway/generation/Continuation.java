package io.escriba.gateway.generation;

import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.GenerationGrpc.GenerationStub;
import io.escriba.grpc.v1.Text;
import io.grpc.stub.ClientResponseObserver;

/**
 * How far a text has come, so that any server can go on with it. A server reads a text that it is given much faster than it
 * writes it again, but a text is kept only while it is short. For one reader; not thread-safe.
 */
final class Continuation implements InferenceCall<GenerateRequest, GenerateResponse> {
    /** A stream is to take less than 64 KiB in the gateway, and most characters take 1 or 2 bytes. */
    static final int MOST_KEPT = 16_384;

    private final GenerateRequest request;
    private final StringBuilder written = new StringBuilder();
    private boolean kept;
    private long next;

    /** A text of which its reader lacks what comes from {@code skip} on. */
    Continuation(GenerateRequest request) {
        this.request = request;
        this.next = request.getSkip();
        this.kept = next == 0;
    }

    /** The request for what has not come yet. */
    GenerateRequest rest() {
        return request.toBuilder().setSkip(next).setWritten(written.toString()).build();
    }

    @Override
    public void begin(GenerationStub stub, ClientResponseObserver<GenerateRequest, GenerateResponse> observer) {
        stub.generate(rest(), observer);
    }

    /** Only a character is progress: a model that breaks on a text begins with it every time. */
    @Override
    public boolean take(GenerateResponse response) {
        Text text = response.getText();
        if (text.getText().isEmpty()) {
            return false;
        }
        next = text.getIndex() + text.getText().codePointCount(0, text.getText().length());
        if (kept && next <= MOST_KEPT) {
            written.append(text.getText());
        } else if (kept) {
            kept = false;
            written.setLength(0);
            written.trimToSize();
        }
        return true;
    }
}
