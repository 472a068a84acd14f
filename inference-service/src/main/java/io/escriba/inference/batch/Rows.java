package io.escriba.inference.batch;

import io.escriba.inference.session.CharacterModel;
import java.util.ArrayList;
import java.util.List;

/** The streams that have a row of the model, without gaps: the first rows are theirs. */
final class Rows {
    private final CharacterModel model;
    private final List<TextStream> streams;
    private final float[] moved;

    Rows(CharacterModel model) {
        this.model = model;
        this.streams = new ArrayList<>(model.rows());
        this.moved = new float[model.stateSize()];
    }

    int size() {
        return streams.size();
    }

    TextStream get(int row) {
        return streams.get(row);
    }

    /** The row of a stream; below 0 when it has none. */
    int indexOf(TextStream stream) {
        return streams.indexOf(stream);
    }

    /** Gives a stream a row with this state. */
    void join(TextStream stream, float[] state) {
        model.load(streams.size(), state);
        streams.add(stream);
    }

    /** Gives a stream a row again, with the state that lies aside. */
    void rejoin(TextStream stream) {
        join(stream, stream.state(model.stateSize()));
    }

    /** Takes a stream out of its row. Its state is laid aside, or given up where the window can be read again. */
    void setAside(int row) {
        TextStream stream = streams.get(row);
        if (stream.window().isKept()) {
            stream.window().readAgain();
        } else {
            model.save(row, stream.state(model.stateSize()));
        }
        leave(row);
    }

    /** Gives the reader of a row's stream a snapshot if it is due. */
    void giveSnapshotIfDue(int row) {
        TextStream stream = streams.get(row);
        if (stream.isSnapshotDue()) {
            float[] state = new float[stream.window().isKept() ? 0 : model.stateSize()];
            if (state.length > 0) {
                model.save(row, state);
            }
            stream.giveSnapshot(state);
        }
    }

    /** Frees a row; the last stream moves into it. */
    void leave(int row) {
        int last = streams.size() - 1;
        if (row < last) {
            model.save(last, moved);
            model.load(row, moved);
            streams.set(row, streams.get(last));
        }
        streams.remove(last);
    }

    /** Takes all streams out; what they come to does not matter any more. */
    void clear() {
        streams.clear();
    }
}
