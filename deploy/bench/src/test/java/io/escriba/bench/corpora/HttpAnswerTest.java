package io.escriba.bench.corpora;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HttpAnswerTest {
    @Test
    void takesTheBodyUpToTheEnd() {
        HttpAnswer answer = parse("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"a\":\n\n1}");

        assertThat(answer).isEqualTo(new HttpAnswer(200, "{\"a\":\n\n1}"));
        assertThat(answer.isSuccess()).isTrue();
    }

    @Test
    void knowsARefusal() {
        assertThat(parse("HTTP/1.0 503 Service Unavailable\r\n\r\n").isSuccess())
                .isFalse();
    }

    @Test
    void refusesWhatWasCutOff() {
        assertThatThrownBy(() -> parse("HTTP/1.1 200 OK\r\ncontent-le")).hasMessageContaining("no answer of HTTP");
        assertThatThrownBy(() -> parse("")).hasMessageContaining("no answer of HTTP");
    }

    private static HttpAnswer parse(String text) {
        return HttpAnswer.parse(text.getBytes(UTF_8));
    }
}
