package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.grpc.v1.End;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.Start;
import io.escriba.grpc.v1.Text;
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
        Continuation text = new Continuation(REQUEST);

        assertThat(text.take(GenerateResponse.newBuilder()
                        .setStart(Start.getDefaultInstance())
                        .build()))
                .isFalse();

        assertThat(text.rest()).isEqualTo(REQUEST);
    }

    @Test
    void goesOnAfterWhatWasWritten() {
        Continuation text = new Continuation(REQUEST);

        assertThat(text.take(text("a😀", 0))).isTrue();
        assertThat(text.take(text("ç", 2))).isTrue();

        assertThat(text.rest())
                .isEqualTo(REQUEST.toBuilder().setSkip(3).setWritten("a😀ç").build());
    }

    @Test
    void countsOnWhereTheBeginningIsNotKnown() {
        Continuation text = new Continuation(REQUEST.toBuilder().setSkip(7).build());

        assertThat(text.take(text("ab", 7))).isTrue();

        assertThat(text.rest()).isEqualTo(REQUEST.toBuilder().setSkip(9).build());
    }

    @Test
    void keepsNoTextThatIsLong() {
        Continuation text = new Continuation(REQUEST);
        String longest = "x".repeat(Continuation.MOST_KEPT);

        text.take(text(longest, 0));
        assertThat(text.rest().getWritten()).isEqualTo(longest);
        text.take(text("y", Continuation.MOST_KEPT));
        text.take(text("z", Continuation.MOST_KEPT + 1));

        assertThat(text.rest())
                .isEqualTo(
                        REQUEST.toBuilder().setSkip(Continuation.MOST_KEPT + 2).build());
    }

    @Test
    void anEndIsNoCharacter() {
        assertThat(new Continuation(REQUEST)
                        .take(GenerateResponse.newBuilder()
                                .setEnd(End.getDefaultInstance())
                                .build()))
                .isFalse();
    }

    private static GenerateResponse text(String text, long index) {
        return GenerateResponse.newBuilder()
                .setText(Text.newBuilder().setText(text).setIndex(index))
                .build();
    }
}
