package io.escriba.inference.batch;

import io.escriba.inference.session.CharacterModel;
import io.escriba.model.ContextWindow;
import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A model whose next id is a plain function of all ids read, or of those in its window: a state that is lost, mixed up or
 * out of date gives another text. Writes down its calls.
 */
final class FakeModel implements CharacterModel {
    private static final int PRIME = 9_973;
    private static final int STATE = 2;

    private final Vocabulary vocabulary;
    private final Optional<ContextWindow> context;
    /** Of each row the ids read and what they come to. */
    private final float[][] rows;
    /** What the ids of the last stretch have come to, one after the other. */
    private final float[] stretch = new float[LONGEST_READ];

    private final List<String> calls = new ArrayList<>();
    /** Rows for which there is memory. */
    private volatile int memory;

    private int room;
    private Runnable onRoom = () -> {};
    private Runnable beforeStep = () -> {};
    private Runnable beforeRead = () -> {};
    private boolean exact = true;
    private volatile boolean failing;
    private volatile boolean broken;
    private volatile boolean closed;

    /** A model that remembers all ids. */
    FakeModel(Vocabulary vocabulary, int rows) {
        this(vocabulary, rows, Optional.empty());
    }

    FakeModel(Vocabulary vocabulary, int rows, Optional<ContextWindow> context) {
        this.vocabulary = vocabulary;
        this.context = context;
        this.rows = new float[rows][STATE];
        this.memory = rows;
    }

    /** What a model that remembers all ids writes at temperature 0 after these, without its end mark. */
    static String text(Vocabulary vocabulary, int[] ids, int characters) {
        return text(vocabulary, ids, characters, Optional.empty());
    }

    /** What it writes at temperature 0 after these ids, without its end mark. */
    static String text(Vocabulary vocabulary, int[] ids, int characters, Optional<ContextWindow> context) {
        int[] all = Arrays.copyOf(ids, ids.length + characters);
        StringBuilder text = new StringBuilder();
        for (int length = ids.length; length < all.length; length++) {
            float hash = 0;
            for (int i = start(context, length); i < length; i++) {
                hash = next(hash, all[i]);
            }
            int id = chosen(vocabulary, hash);
            if (!vocabulary.isCharacter(id)) {
                break;
            }
            text.appendCodePoint(vocabulary.codePoint(id));
            all[length] = id;
        }
        return text.toString();
    }

    private static int start(Optional<ContextWindow> context, int length) {
        return context.map(window -> Math.toIntExact(window.start(length))).orElse(0);
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

    /** Promises nothing about bits from now on. */
    void setInexact() {
        exact = false;
    }

    /** Makes every step fail from now on, and its closing, or no longer. */
    void setFailing(boolean failing) {
        this.failing = failing;
    }

    /** Calls this before every step from now on, for instance to let time pass. */
    void beforeStep(Runnable action) {
        beforeStep = action;
    }

    /** Calls this whenever it reads from now on. */
    void beforeRead(Runnable action) {
        beforeRead = action;
    }

    /** Makes every call of the network end with an error from now on. */
    void setBroken() {
        broken = true;
    }

    /** Has memory for so many rows from now on, and says so. */
    void setMemory(int rows) {
        memory = rows;
        onRoom.run();
    }

    /** Rows for which it keeps memory. */
    int room() {
        return room;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isExact() {
        return exact;
    }

    @Override
    public int rows() {
        return rows.length;
    }

    @Override
    public boolean makeRoom(int wanted) {
        if (wanted > memory) {
            return false;
        }
        room = wanted;
        // What lies beyond is lost.
        Arrays.stream(rows, room, rows.length).forEach(row -> Arrays.fill(row, Float.NaN));
        return true;
    }

    @Override
    public void onRoom(Runnable listener) {
        onRoom = listener;
    }

    @Override
    public Optional<ContextWindow> context() {
        return context;
    }

    @Override
    public int stateSize() {
        return STATE;
    }

    @Override
    public void read(int[] ids, int from, int to, float[] state, float[] logits) {
        checkWhole();
        beforeRead.run();
        calls.add("read " + (to - from));
        for (int i = from; i < to; i++) {
            read(ids[i], state);
            stretch[i - from] = state[1];
        }
        score(state[1], logits, 0);
    }

    @Override
    public void scoresAt(int place, float[] logits) {
        score(stretch[place], logits, 0);
    }

    @Override
    public void step(int[] ids, int count, float[] logits) {
        checkWhole();
        beforeStep.run();
        calls.add("step " + count);
        if (failing) {
            throw new IllegalStateException("The fake fails.");
        }
        for (int row = 0; row < count; row++) {
            read(ids[row], rows[row]);
            score(rows[row][1], logits, row * vocabulary.size());
        }
        // Rows without a text hold nothing that anyone may rely on.
        Arrays.stream(rows, count, rows.length).forEach(row -> Arrays.fill(row, Float.NaN));
    }

    private void checkWhole() {
        if (broken) {
            throw new InternalError("The fake breaks.");
        }
    }

    private void read(int id, float[] state) {
        state[0]++;
        if (context.isPresent() && state[0] > context.get().length()) {
            throw new IllegalStateException("The window is full.");
        }
        state[1] = next(state[1], id);
    }

    @Override
    public void load(int row, float[] state) {
        checkWhole();
        if (row >= room) {
            throw new IllegalStateException("There is no row " + row + ".");
        }
        System.arraycopy(state, 0, rows[row], 0, STATE);
    }

    @Override
    public void save(int row, float[] state) {
        checkWhole();
        System.arraycopy(rows[row], 0, state, 0, STATE);
    }

    @Override
    public void close() {
        closed = true;
        if (failing) {
            throw new IllegalStateException("The fake fails.");
        }
    }

    private void score(float hash, float[] logits, int offset) {
        Arrays.fill(logits, offset, offset + vocabulary.size(), 0);
        logits[offset + chosen(vocabulary, hash)] = 1;
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
