package io.escriba.inference.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.inference.batch.Snapshot;
import io.escriba.vocabulary.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Snapshots on the wire. */
final class SnapshotMessages {
    private static final String REMEDY = " Give the last one that came in a stream of the same request.";

    private SnapshotMessages() {}

    static io.escriba.grpc.v1.Snapshot message(Snapshot snapshot) {
        ByteBuffer state = bytes(snapshot.state().length * Float.BYTES);
        state.asFloatBuffer().put(snapshot.state());
        return io.escriba.grpc.v1.Snapshot.newBuilder()
                .setIndex(snapshot.characters())
                .setState(UnsafeByteOperations.unsafeWrap(state))
                .addAllIds(IntStream.of(snapshot.ids()).boxed().toList())
                .setBefore(snapshot.before())
                .build();
    }

    /**
     * The snapshot of a request.
     *
     * @param problems receives what is wrong with it; it is then empty
     */
    static Optional<Snapshot> read(GenerateRequest request, Vocabulary vocabulary, List<String> problems) {
        if (!request.hasSnapshot()) {
            return Optional.empty();
        }
        io.escriba.grpc.v1.Snapshot message = request.getSnapshot();
        int[] ids = message.getIdsList().stream().mapToInt(Integer::intValue).toArray();
        if (message.getIndex() < 1 || message.getIndex() > request.getMaxCharacters()) {
            problems.add("snapshot.index is " + message.getIndex() + "; use 1 to max_characters, which is "
                    + request.getMaxCharacters() + "." + REMEDY);
        } else if (message.getBefore() < 0) {
            problems.add("snapshot.before is " + message.getBefore() + ", which is less than 0." + REMEDY);
        } else if (ids.length == 0 || Arrays.stream(ids).anyMatch(id -> id < 0 || id >= vocabulary.size())) {
            problems.add(
                    "snapshot.ids has none, or one that is no id of the model's " + vocabulary.size() + "." + REMEDY);
        } else if (message.getState().size() % Float.BYTES != 0) {
            problems.add("snapshot.state has " + message.getState().size() + " bytes, which are no float32 numbers."
                    + REMEDY);
        } else {
            return Optional.of(new Snapshot(message.getIndex(), message.getBefore(), ids, floats(message.getState())));
        }
        return Optional.empty();
    }

    private static float[] floats(ByteString state) {
        float[] numbers = new float[state.size() / Float.BYTES];
        ByteBuffer bytes = bytes(state.size());
        state.copyTo(bytes);
        bytes.flip().asFloatBuffer().get(numbers);
        return numbers;
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
