package io.escriba.inference.session;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/** What a {@link WritingGraph} reads besides the state, and what it gives, outside the heap. */
final class WritingMemory {
    private final LongBuffer last;
    private final DoubleBuffer temperatures;
    private final ByteBuffer endIgnored;
    private final DoubleBuffer numbers;
    private final LongBuffer ids;
    private final DoubleBuffer certainties;
    private final boolean marks;

    /**
     * Room for calls.
     *
     * @param rows at most
     * @param steps at most
     * @param marks whether there is an end mark that can be ignored
     */
    WritingMemory(StateMemory memory, int rows, int steps, boolean marks) {
        long all = (long) rows * steps;
        this.last = memory.longs(rows);
        this.temperatures = memory.doubles(rows);
        this.endIgnored = memory.bytes(rows);
        this.numbers = memory.doubles(all);
        this.ids = memory.longs(all);
        this.certainties = memory.doubles(all);
        this.marks = marks;
    }

    /** Adds the tensors over the first rows and steps. */
    void addTensors(int steps, int rows, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs)
            throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        int all = steps * rows;
        inputs.put(WritingGraph.LAST, OnnxTensor.createTensor(environment, last.slice(0, rows), new long[] {1, rows}));
        inputs.put(
                WritingGraph.TEMPERATURES,
                OnnxTensor.createTensor(environment, temperatures.slice(0, rows), new long[] {rows, 1}));
        if (marks) {
            inputs.put(
                    WritingGraph.IGNORE_END,
                    OnnxTensor.createTensor(
                            environment,
                            endIgnored.slice(0, rows).order(ByteOrder.nativeOrder()),
                            new long[] {rows, 1},
                            OnnxJavaType.BOOL));
        }
        inputs.put(
                WritingGraph.NUMBERS,
                OnnxTensor.createTensor(environment, numbers.slice(0, all), new long[] {steps, rows, 1}));
        outputs.put(
                WritingGraph.IDS, OnnxTensor.createTensor(environment, ids.slice(0, all), new long[] {steps, 1, rows}));
        outputs.put(
                WritingGraph.CERTAINTIES,
                OnnxTensor.createTensor(environment, certainties.slice(0, all), new long[] {steps, 1, rows, 1}));
    }

    /** Takes over what is to be written. */
    void put(Writing writing) {
        for (int row = 0; row < writing.rows(); row++) {
            last.put(row, writing.last(row));
            temperatures.put(row, writing.temperature(row));
            endIgnored.put(row, (byte) (writing.ignoresEnd(row) ? 1 : 0));
            for (int step = 0; step < writing.steps(); step++) {
                numbers.put(step * writing.rows() + row, writing.number(step, row));
            }
        }
    }

    /** How many steps there are before the first one in which a row's id is not certain. */
    int certainSteps(Writing writing) {
        int all = writing.steps() * writing.rows();
        int certain = 0;
        // What is not a number is not certain.
        while (certain < all && certainties.get(certain) >= WritingGraph.CERTAIN) {
            certain++;
        }
        return certain / writing.rows();
    }

    /** Gives the ids of the first steps. */
    void get(Writing writing, int steps) {
        for (int step = 0; step < steps; step++) {
            for (int row = 0; row < writing.rows(); row++) {
                writing.write(step, row, ids.get(step * writing.rows() + row));
            }
        }
    }
}
