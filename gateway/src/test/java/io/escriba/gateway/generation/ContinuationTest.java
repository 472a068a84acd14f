package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.escriba.grpc.v1.End;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.Snapshot;
import io.escriba.grpc.v1.Start;
import io.escriba.grpc.v1.Text;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContinuationTest {
    private static final GenerateRequest REQUEST = GenerateRequest.newBuilder()
            .setModel("m")
            .setPrompt("p")
            .setMaxCharacters(100_000)
            .addStop("s")
            .build();

    private final List<Snapshot> kept = new ArrayList<>();

    @Test
    void asksForAllWhileNothingHasCome() {
        Continuation text = continuation(REQUEST);

        assertThat(text.take(GenerateResponse.newBuilder()
                        .setStart(Start.getDefaultInstance())
                        .build()))
                .isFalse();

        assertThat(text.rest()).isEqualTo(REQUEST);
    }

    @Test
    void goesOnAfterWhatWasWritten() {
        Continuation text = continuation(REQUEST);

        assertThat(text.take(text("a😀", 0))).isTrue();
        assertThat(text.take(text("ç", 2))).isTrue();

        assertThat(text.rest())
                .isEqualTo(REQUEST.toBuilder().setSkip(3).setWritten("a😀ç").build());
    }

    @Test
    void countsOnWhereTheBeginningIsNotKnown() {
        Continuation text = continuation(REQUEST.toBuilder().setSkip(7).build());

        assertThat(text.take(text("ab", 7))).isTrue();

        assertThat(text.rest()).isEqualTo(REQUEST.toBuilder().setSkip(9).build());
    }

    @Test
    void keepsTheBeginningOfATextThatIsLong() {
        Continuation text = continuation(REQUEST);
        String longest = "x".repeat(Continuation.MOST_KEPT);

        text.take(text(longest, 0));
        text.take(text("y", Continuation.MOST_KEPT));
        text.take(text("z", Continuation.MOST_KEPT + 1));

        assertThat(text.rest())
                .isEqualTo(REQUEST.toBuilder()
                        .setWritten(longest)
                        .setSkip(Continuation.MOST_KEPT + 2)
                        .build());
    }

    @Test
    void goesOnFromTheLastSnapshot() {
        Continuation text = continuation(REQUEST);
        text.take(text("abc", 0));

        assertThat(text.take(snapshot(3, 1))).isFalse();
        assertThat(text.rest())
                .isEqualTo(REQUEST.toBuilder()
                        .setSkip(3)
                        .setSnapshot(snapshot(3, 1).getSnapshot())
                        .build());

        text.take(text("de", 3));
        assertThat(text.rest())
                .isEqualTo(REQUEST.toBuilder()
                        .setSkip(5)
                        .setSnapshot(snapshot(3, 1).getSnapshot())
                        .setWritten("de")
                        .build());

        text.take(snapshot(5, 2));
        assertThat(text.rest())
                .isEqualTo(REQUEST.toBuilder()
                        .setSkip(5)
                        .setSnapshot(snapshot(5, 2).getSnapshot())
                        .build());
    }

    /** Whoever comes back to a text gets no characters at first, but the server that writes them again tells how far it is. */
    @Test
    void goesOnFromASnapshotOfWhatIsSkipped() {
        Continuation text = continuation(REQUEST.toBuilder().setSkip(7).build());

        text.take(snapshot(5, 1));
        text.take(text("ab", 7));

        assertThat(text.rest())
                .isEqualTo(REQUEST.toBuilder()
                        .setSkip(9)
                        .setSnapshot(snapshot(5, 1).getSnapshot())
                        .build());

        text.take(snapshot(9, 1));
        text.take(text("c", 9));
        assertThat(text.rest().getWritten()).isEqualTo("c");
    }

    @Test
    void keepsNoSnapshotThatIsLarge() {
        Continuation text = continuation(REQUEST);
        text.take(text("abc", 0));

        text.take(snapshot(3, Continuation.MOST_SNAPSHOT_BYTES));

        assertThat(text.rest())
                .isEqualTo(REQUEST.toBuilder().setSkip(3).setWritten("abc").build());
    }

    @Test
    void anEndIsNoCharacter() {
        assertThat(continuation(REQUEST)
                        .take(GenerateResponse.newBuilder()
                                .setEnd(End.getDefaultInstance())
                                .build()))
                .isFalse();
    }

    /** Whoever comes back through another gateway has nothing, but snapshots are kept of what he has read. */
    @Test
    void beginsWithASnapshotThatIsKnown() {
        GenerateRequest request = REQUEST.toBuilder()
                .setSkip(7)
                .setSnapshot(snapshot(5, 1).getSnapshot())
                .build();
        Continuation text = continuation(request);

        assertThat(text.rest()).isEqualTo(request);

        text.take(text("ab", 7));
        assertThat(text.rest()).isEqualTo(request.toBuilder().setSkip(9).build());
    }

    @Test
    void letsOnlyThoseSnapshotsBeKeptThatItKeepsItself() {
        Continuation text = continuation(REQUEST);

        text.take(snapshot(3, 1));
        text.take(snapshot(5, Continuation.MOST_SNAPSHOT_BYTES));
        text.take(snapshot(7, 1));

        assertThat(kept).extracting(Snapshot::getIndex).containsExactly(3L, 7L);
    }

    private Continuation continuation(GenerateRequest request) {
        return new Continuation(request, kept::add, Context.root());
    }

    private static GenerateResponse snapshot(long index, int bytes) {
        return GenerateResponse.newBuilder()
                .setSnapshot(Snapshot.newBuilder()
                        .setIndex(index)
                        .setState(ByteString.copyFrom(new byte[bytes]))
                        .addIds(1)
                        .setBefore(index - 1))
                .build();
    }

    private static GenerateResponse text(String text, long index) {
        return GenerateResponse.newBuilder()
                .setText(Text.newBuilder().setText(text).setIndex(index))
                .build();
    }
}
