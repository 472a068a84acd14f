package io.escriba.bench.inference;

import io.escriba.bench.model.RandomModel;
import io.escriba.inference.sampling.RecentCharacters;
import io.escriba.inference.sampling.Sampler;
import io.escriba.inference.sampling.UniformNumbers;
import io.escriba.inference.session.CharacterModel;
import io.escriba.inference.session.NoStateMemoryException;
import io.escriba.inference.session.OrtCharacterModel;
import io.escriba.inference.session.Processor;
import io.escriba.inference.session.StateMemory;
import io.escriba.inference.session.UnusableModelException;
import io.escriba.inference.session.Writing;
import io.escriba.local.CommandException;
import io.escriba.sampling.Sampling;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes texts with the inference service's own network and sampler, in this process, with nothing around them: a number of
 * characters of every text in each call.
 */
final class Scribe implements AutoCloseable {
    private static final StateMemory MEMORY = new StateMemory(1L << 30);

    private final CharacterModel model;
    private final Sampler sampler = new Sampler(RandomModel.VOCABULARY);
    private final List<Sampling> settings;
    private final RecentCharacters recent;
    private final Writing writing;
    private final int[] last;
    private final float[] logits;
    private long place;

    private Scribe(CharacterModel model, int rows, int perCall) {
        this.model = model;
        this.settings = IntStream.range(0, rows)
                .mapToObj(row -> new Sampling(RandomModel.TEMPERATURE, 0, row))
                .toList();
        this.recent = RecentCharacters.of(settings.get(0), new int[0], 0);
        this.writing = new Writing(rows, perCall);
        this.last = new int[rows];
        this.logits = new float[rows * RandomModel.VOCABULARY.size()];
        Arrays.fill(last, RandomModel.VOCABULARY.start());
        if (!model.makeRoom(rows)) {
            throw new CommandException("There is no memory for " + rows + " texts at once. Lower --streams.");
        }
        for (int row = 0; row < rows; row++) {
            model.load(row, new float[model.stateSize()]);
        }
    }

    /**
     * Before the first character.
     *
     * @param rows texts
     * @param perCall characters of each; 1 is a step, after which the sampler chooses
     */
    static Scribe open(RandomModel model, int rows, int perCall, int threads) {
        try {
            return new Scribe(
                    OrtCharacterModel.open(
                            model.manifest(1), model.onnx(1), rows, Processor.cpu(threads), perCall, MEMORY),
                    rows,
                    perCall);
        } catch (UnusableModelException | NoStateMemoryException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Makes calls for so long; gives characters a second. */
    double charactersPerSecond(Duration time) {
        long first = place;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < time.toNanos()) {
            next(writing.longest());
        }
        return (place - first) * last.length / ((System.nanoTime() - begin) / 1e9);
    }

    /** The ids at which all texts are after so many characters, which are more than have been written. */
    int[] lastAfter(long characters) {
        while (place < characters) {
            next((int) Math.min(writing.longest(), characters - place));
        }
        return last.clone();
    }

    private void next(int most) {
        int written = writing.longest() == 1 ? 0 : write(most);
        if (written == 0) {
            step();
        }
    }

    private int write(int steps) {
        writing.begin(last.length, steps);
        for (int row = 0; row < last.length; row++) {
            Sampling sampling = settings.get(row);
            writing.row(row, last[row], sampling.temperature(), sampling.ignoreEnd());
            for (int step = 0; step < steps; step++) {
                writing.number(step, row, UniformNumbers.at(sampling.seed(), place + step));
            }
        }
        int written = model.write(writing);
        for (int row = 0; row < last.length && written > 0; row++) {
            last[row] = writing.id(written - 1, row);
        }
        place += written;
        return written;
    }

    private void step() {
        model.step(last, last.length, logits);
        for (int row = 0; row < last.length; row++) {
            Sampling sampling = settings.get(row);
            last[row] = sampler.sample(
                    logits,
                    row * RandomModel.VOCABULARY.size(),
                    sampling,
                    recent,
                    UniformNumbers.at(sampling.seed(), place));
        }
        place++;
    }

    @Override
    public void close() {
        model.close();
    }
}
