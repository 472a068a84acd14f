package io.escriba.gateway.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.problem.ProblemException;
import org.junit.jupiter.api.Test;

final class ServerSentEventTest {
    @Test
    void writesIdNameAndData() {
        assertThat(encoded(ServerSentEvent.resumable(12, "text", "{\"text\":\"é\"}")))
                .isEqualTo("id: 12\nevent: text\ndata: {\"text\":\"é\"}\n\n");
    }

    @Test
    void writesDataAlone() {
        assertThat(encoded(ServerSentEvent.data("[DONE]"))).isEqualTo("data: [DONE]\n\n");
    }

    @Test
    void givesEachLineOfDataALineOfItsOwn() {
        assertThat(encoded(ServerSentEvent.named("x", "a\nb\r\nc")))
                .isEqualTo("event: x\ndata: a\ndata: b\ndata: c\n\n");
    }

    @Test
    void aProblemHasNoIdSoThatNothingIsSkippedAfterIt() {
        ServerSentEvent event =
                ServerSentEvent.problem(ProblemException.badRequest("No.").problem());

        assertThat(event.id()).isEmpty();
        assertThat(event.name()).contains("problem");
        assertThat(event.data().orElseThrow()).contains("\"detail\":\"No.\"");
    }

    @Test
    void writesACommentThatReadersIgnore() {
        assertThat(encoded(ServerSentEvent.comment())).isEqualTo(":\n\n");
    }

    private static String encoded(ServerSentEvent event) {
        return new String(event.encode(), UTF_8);
    }
}
