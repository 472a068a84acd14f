package io.escriba.inference.session;

import io.escriba.model.StateTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Room for the state of some texts, outside the heap: one buffer for each state tensor, in which a text is a row. Aside,
 * a text's state is one array that holds its rows of all tensors one after the other.
 */
final class StateRows {
    private final List<StateTensor> states;
    private final List<FloatBuffer> buffers;
    private final int[] widths;

    /** Room for so many texts, all zero. */
    StateRows(List<StateTensor> states, int rows) {
        this(
                states,
                states.stream()
                        .map(state -> floats((long) rows * state.width()))
                        .toList());
    }

    private StateRows(List<StateTensor> states, List<FloatBuffer> buffers) {
        this.states = states;
        this.buffers = buffers;
        this.widths = states.stream().mapToInt(StateTensor::width).toArray();
    }

    /** Where the next state goes: the same room for what may be changed in place, as much again for the rest. */
    StateRows other() {
        List<FloatBuffer> others = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            FloatBuffer buffer = buffers.get(i);
            others.add(states.get(i).inPlace() ? buffer : floats(buffer.capacity()));
        }
        return new StateRows(states, others);
    }

    /** Bytes that one text takes in a state and its {@link #other}. */
    static long bytes(List<StateTensor> states) {
        return states.stream()
                .mapToLong(state -> (state.inPlace() ? 1L : 2L) * state.width() * Float.BYTES)
                .sum();
    }

    /** Direct room for so many numbers. */
    static FloatBuffer floats(long count) {
        return bytes(count, Float.BYTES).asFloatBuffer();
    }

    /** Direct room for so many items of this size in bytes. */
    static ByteBuffer bytes(long count, int size) {
        return ByteBuffer.allocateDirect(Math.toIntExact(count * size)).order(ByteOrder.nativeOrder());
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
