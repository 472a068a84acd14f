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
import org.junit.jupiter.api.Test;

final class ContinuationTest {
    private static final GenerateRequest REQUEST = GenerateRequest.newBuilder()
            .setModel("m")
            .setPrompt("p")
            .setMaxCharacters(100_000)
            .addStop("s")
            .build();

    @Test
    void asksForAllWhileNothingHasCome() {
        Continuation text = new Continuation(REQUEST, Context.root());

        assertThat(text.take(GenerateResponse.newBuilder()
                        .setStart(Start.getDefaultInstance())
                        .build()))
                .isFalse();

        assertThat(text.rest()).isEqualTo(REQUEST);
    }

    @Test
    void goesOnAfterWhatWasWritten() {
        Continuation text = new Continuation(REQUEST, Context.root());

        assertThat(text.take(text("a😀", 0))).isTrue();
        assertThat(text.take(text("ç", 2))).isTrue();

        assertThat(text.rest())
                .isEqualTo(REQUEST.toBuilder().setSkip(3).setWritten("a😀ç").build());
    }

    @Test
    void countsOnWhereTheBeginningIsNotKnown() {
        Continuation text = new Continuation(REQUEST.toBuilder().setSkip(7).build(), Context.root());

        assertThat(text.take(text("ab", 7))).isTrue();

        assertThat(text.rest()).isEqualTo(REQUEST.toBuilder().setSkip(9).build());
    }

    @Test
    void keepsTheBeginningOfATextThatIsLong() {
        Continuation text = new Continuation(REQUEST, Context.root());
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
        Continuation text = new Continuation(REQUEST, Context.root());
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
        Continuation text = new Continuation(REQUEST.toBuilder().setSkip(7).build(), Context.root());

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
        Continuation text = new Continuation(REQUEST, Context.root());
        text.take(text("abc", 0));

        text.take(snapshot(3, Continuation.MOST_SNAPSHOT_BYTES));

        assertThat(text.rest())
                .isEqualTo(REQUEST.toBuilder().setSkip(3).setWritten("abc").build());
    }

    @Test
    void anEndIsNoCharacter() {
        assertThat(new Continuation(REQUEST, Context.root())
                        .take(GenerateResponse.newBuilder()
                                .setEnd(End.getDefaultInstance())
                                .build()))
                .isFalse();
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
