package io.escriba.inference.batch;

import io.escriba.inference.session.CharacterModel;
import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model whose next id is a plain function of all ids read: a state that is lost, mixed up or out of date gives another
 * text. Writes down its calls.
 */
final class FakeModel implements CharacterModel {
    private static final int PRIME = 9_973;

    private final Vocabulary vocabulary;
    private final float[] rows;
    private final List<String> calls = new ArrayList<>();
    private boolean failing;
    private volatile boolean closed;

    FakeModel(Vocabulary vocabulary, int rows) {
        this.vocabulary = vocabulary;
        this.rows = new float[rows];
    }

    /** What it writes at temperature 0 after these ids, without its end mark. */
    static String text(Vocabulary vocabulary, int[] ids, int characters) {
        float state = 0;
        for (int id : ids) {
            state = next(state, id);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < characters; i++) {
            int id = chosen(vocabulary, state);
            if (!vocabulary.isCharacter(id)) {
                break;
            }
            text.appendCodePoint(vocabulary.codePoint(id));
            state = next(state, id);
        }
        return text.toString();
    }

    /** An order at temperature 0. */
    static Order order(Vocabulary vocabulary, String prompt, long characters) {
        return new Order(vocabulary.encode(prompt), new Sampling(0, 0, 0), 0, characters);
    }

    /** The calls since the last time. */
    List<String> calls() {
        List<String> made = List.copyOf(calls);
        calls.clear();
        return made;
    }

    /** Makes every step fail from now on, or no longer. */
    void setFailing(boolean failing) {
        this.failing = failing;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int rows() {
        return rows.length;
    }

    @Override
    public int stateSize() {
        return 1;
    }

    @Override
    public void read(int[] ids, int from, int to, float[] state, float[] logits) {
        calls.add("read " + (to - from));
        for (int i = from; i < to; i++) {
            state[0] = next(state[0], ids[i]);
        }
        score(state[0], logits, 0);
    }

    @Override
    public void step(int[] ids, int count, float[] logits) {
        calls.add("step " + count);
        if (failing) {
            throw new IllegalStateException("The fake fails.");
        }
        for (int row = 0; row < count; row++) {
            rows[row] = next(rows[row], ids[row]);
            score(rows[row], logits, row * vocabulary.size());
        }
        // Rows without a text hold nothing that anyone may rely on.
        Arrays.fill(rows, count, rows.length, Float.NaN);
    }

    @Override
    public void load(int row, float[] state) {
        rows[row] = state[0];
    }

    @Override
    public void save(int row, float[] state) {
        state[0] = rows[row];
    }

    @Override
    public void close() {
        closed = true;
    }

    private void score(float state, float[] logits, int offset) {
        Arrays.fill(logits, offset, offset + vocabulary.size(), 0);
        logits[offset + chosen(vocabulary, state)] = 1;
    }

    private static float next(float state, int id) {
        return (31 * state + id + 1) % PRIME;
    }

    /** Any id but the begin mark. */
    private static int chosen(Vocabulary vocabulary, float state) {
        int id = (int) state % vocabulary.size();
        return id == vocabulary.beginMark().orElse(-1) ? 0 : id;
    }
}
