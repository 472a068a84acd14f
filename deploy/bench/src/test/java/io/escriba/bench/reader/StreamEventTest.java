package io.escriba.bench.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.bench.reader.StreamEvent.Characters;
import org.junit.jupiter.api.Test;

class StreamEventTest {
    @Test
    void hasANameAnIdAndData() {
        StreamEvent event = StreamEvent.parse("id: 12\nevent: text\ndata: {\"text\":\"a\",\"index\":11}");

        assertThat(event).isEqualTo(new StreamEvent("text", 12, "{\"text\":\"a\",\"index\":11}"));
        assertThat(event.isText()).isTrue();
    }

    @Test
    void theIdOfAnEndHasAMark() {
        StreamEvent event = StreamEvent.parse("id: 12e\nevent: end\ndata: {}");

        assertThat(event).isEqualTo(new StreamEvent("end", 12, "{}"));
        assertThat(event.isEnd()).isTrue();
    }

    @Test
    void isACommentWithoutData() {
        assertThat(StreamEvent.parse(":").data()).isEmpty();
    }

    @Test
    void countsCodePoints() {
        StreamEvent event = StreamEvent.parse(
                "data: {\"text\":\"\\n\\\"ã😀\",\"index\":3,\"logprobs\":[{\"logprob\":-1.5,\"top\":[]}]}");

        assertThat(event.characters()).isEqualTo(new Characters(3, "\n\"ã😀"));
        assertThat(event.characters().count()).isEqualTo(4);
    }
}
