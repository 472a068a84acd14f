package io.escriba.inference.session;

import io.escriba.model.StateTensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Room for the state of some texts, outside the heap: one buffer for each state tensor, in which a text is a row. Aside,
 * a text's state is one array that holds its rows of all tensors one after the other.
 */
final class StateRows {
    private final StateMemory memory;
    private final List<StateTensor> states;
    private final List<FloatBuffer> buffers;
    private final int[] widths;

    /** Room for so many texts, all zero. */
    StateRows(StateMemory memory, List<StateTensor> states, int rows) {
        this(
                memory,
                states,
                states.stream()
                        .map(state -> memory.floats((long) rows * state.width()))
                        .toList());
    }

    private StateRows(StateMemory memory, List<StateTensor> states, List<FloatBuffer> buffers) {
        this.memory = memory;
        this.states = states;
        this.buffers = new ArrayList<>(buffers);
        this.widths = states.stream().mapToInt(StateTensor::width).toArray();
    }

    /** Where the next state goes: the same room for what may be changed in place, as much again for the rest. */
    StateRows other() {
        List<FloatBuffer> others = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            FloatBuffer buffer = buffers.get(i);
            others.add(states.get(i).inPlace() ? buffer : memory.floats(buffer.capacity()));
        }
        return new StateRows(memory, states, others);
    }

    /** Bytes that one text takes in a state and its {@link #other}, at least 1. */
    static long bytes(List<StateTensor> states) {
        long bytes = states.stream()
                .mapToLong(state -> (state.inPlace() ? 1L : 2L) * state.width() * Float.BYTES)
                .sum();
        return Math.max(1, bytes);
    }

    /**
     * Makes this, and its {@link #other}, room for so many texts; the first of them keep their state. It is done one
     * tensor after the other, so that the room that one had before can be used for the next.
     *
     * @throws OutOfMemoryError when the JVM has no memory; some tensors may have changed, others not
     */
    void resize(int rows, StateRows other) {
        for (int i = 0; i < states.size(); i++) {
            long size = (long) rows * widths[i];
            buffers.set(i, resized(buffers.get(i), size));
            other.buffers.set(i, states.get(i).inPlace() ? buffers.get(i) : resized(other.buffers.get(i), size));
        }
    }

    private FloatBuffer resized(FloatBuffer before, long size) {
        FloatBuffer after = memory.floats(size);
        return after.put(0, before, 0, Math.min(before.capacity(), after.capacity()));
    }

    /** Copies a state into a row. */
    void load(int row, float[] state) {
        int from = 0;
        for (int i = 0; i < widths.length; i++) {
            buffers.get(i).put(row * widths[i], state, from, widths[i]);
            from += widths[i];
        }
    }

    /** Copies the state of a row. */
    void save(int row, float[] state) {
        int to = 0;
        for (int i = 0; i < widths.length; i++) {
            buffers.get(i).get(row * widths[i], state, to, widths[i]);
            to += widths[i];
        }
    }

    /** The first rows of the tensor with this index. */
    FloatBuffer first(int rows, int tensor) {
        return buffers.get(tensor).slice(0, rows * widths[tensor]);
    }
}
