package io.escriba.inference.precision;

import io.escriba.inference.session.CharacterModel;
import io.escriba.model.ContextWindow;
import java.util.Arrays;
import java.util.Optional;

/** A network that only reads, and finds the first id more or less likely than the others, wherever it stands. */
final class FakeNetwork implements CharacterModel {
    private final float first;
    private final boolean fails;
    private boolean closed;

    /**
     * A network of which nothing has been read.
     *
     * @param first score of the first id; that of the others is 0
     */
    FakeNetwork(float first) {
        this(first, false);
    }

    private FakeNetwork(float first, boolean fails) {
        this.first = first;
        this.fails = fails;
    }

    /** One that cannot read. */
    static FakeNetwork failing() {
        return new FakeNetwork(0, true);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public boolean makeRoom(int rows) {
        return rows == 1;
    }

    @Override
    public void onRoom(Runnable listener) {}

    @Override
    public Optional<ContextWindow> context() {
        return Optional.empty();
    }

    @Override
    public int stateSize() {
        return 0;
    }

    @Override
    public void read(int[] ids, int from, int to, float[] state, float[] logits) {
        if (fails) {
            throw new IllegalStateException("It cannot read.");
        }
        score(logits);
    }

    @Override
    public void scoresAt(int place, float[] logits) {
        score(logits);
    }

    private void score(float[] logits) {
        Arrays.fill(logits, 0);
        logits[0] = first;
    }

    @Override
    public void step(int[] ids, int count, float[] logits) {
        throw new UnsupportedOperationException("It only reads.");
    }

    @Override
    public void load(int row, float[] state) {}

    @Override
    public void save(int row, float[] state) {}

    @Override
    public void close() {
        closed = true;
    }
}
