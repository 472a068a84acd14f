package io.escriba.inference.session;

import io.escriba.model.ContextWindow;
import java.util.Optional;

/**
 * A network that reads texts character by character and scores what comes next. It has rows, each of which holds
 * the state of one text; a state can also lie aside, in an array of the caller's.
 *
 * <p>Used by one thread at a time.
 */
public interface CharacterModel extends AutoCloseable {
    /** The most ids that {@link #read} takes at once. */
    int LONGEST_READ = 512;

    /**
     * Whether the scores that follow a text depend on that text alone, bit for bit: however many others there are, in whatever
     * calls it was read, and in every process on the same kind of processor.
     */
    boolean isExact();

    /** How many texts a step can take further, if there is memory for their state. */
    int rows();

    /**
     * Keeps memory for the state of so many texts, and not for many more. The first rows, up to so many, stay as they are.
     *
     * @return whether there are so many rows; if not, the first rows are as they were
     */
    boolean makeRoom(int rows);

    /** Has this called, by any thread, whenever there may be memory that {@link #makeRoom} did not find before. */
    void onRoom(Runnable listener);

    /** How much of a text it sees; empty when its state may remember any of it. A state takes no more ids than that. */
    Optional<ContextWindow> context();

    /** Floats of one text's state. All of them are zero before a text is read. */
    int stateSize();

    /**
     * Reads a stretch of one text, whose state lies aside, in one call.
     *
     * @param ids of the text
     * @param from index of the first id to read
     * @param to index after the last one, at most {@link #LONGEST_READ} further
     * @param state before the stretch; replaced by the state after it
     * @param logits receives the scores of the id that comes next, in the order of ids
     */
    void read(int[] ids, int from, int to, float[] state, float[] logits);

    /**
     * The scores after any id of the stretch that was {@link #read} last.
     *
     * @param place of the id in the stretch, from 0
     * @param logits receives the scores of the id that came next there, in the order of ids
     */
    void scoresAt(int place, float[] logits);

    /**
     * Takes the texts in the first rows one id further.
     *
     * @param ids one for each row
     * @param count of rows, at least 1
     * @param logits receives the scores of the ids that come next: {@code [count, vocabulary]}, row by row
     */
    void step(int[] ids, int count, float[] logits);

    /** The most ids that {@link #write} writes for each row; 0 when this model only scores. */
    default int longestWrite() {
        return 0;
    }

    /**
     * Has the first rows write several ids in one call: each row reads an id, chooses the next from the scores, reads that, and
     * so on. The last one has not been read. It writes what the service's sampler would choose from the scores of {@link #step},
     * and stops, for all rows, before an id that is too close to another one to be sure of that.
     *
     * @param writing what is to be written, not more than {@link #longestWrite}; receives the ids
     * @return how many ids each row has written and its state has gone on by; 0 when the first one is too close
     */
    default int write(Writing writing) {
        throw new UnsupportedOperationException("This model only scores; take it further with step.");
    }

    /** Puts a state into a row. */
    void load(int row, float[] state);

    /** Copies the state of a row. */
    void save(int row, float[] state);

    /** Gives back the memory of the network and of its rows. */
    @Override
    void close();
}
