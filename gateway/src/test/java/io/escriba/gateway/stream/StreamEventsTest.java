package io.escriba.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.generation.Generated;
import io.escriba.gateway.generation.Likelihood;
import io.escriba.gateway.generation.Likelihood.Candidate;
import io.escriba.gateway.sse.ServerSentEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StreamEventsTest {
    @Test
    void aTextNamesTheIndexOfTheNextCharacter() {
        assertThat(of(new Generated.Text("a😀", 10)))
                .isEqualTo(ServerSentEvent.resumable(12, "text", "{\"text\":\"a😀\",\"index\":10}"));
    }

    @Test
    void aTextTellsHowLikelyItsCharactersAreIfThatIsKnown() {
        Likelihood likelihood = new Likelihood(-1.5, List.of(new Candidate("", -0.5), new Candidate("b", -1)));

        assertThat(of(new Generated.Text("a", 10, List.of(likelihood))))
                .isEqualTo(ServerSentEvent.resumable(
                        11,
                        "text",
                        "{\"text\":\"a\",\"index\":10,\"logprobs\":[{\"logprob\":-1.5,\"top\":"
                                + "[{\"text\":\"\",\"logprob\":-0.5},{\"text\":\"b\",\"logprob\":-1.0}]}]}"));
    }

    @Test
    void theEndTellsReasonAndCountsAndThatTheTextIsOver() {
        assertThat(of(new Generated.End(Generated.Reason.LENGTH, 4, 500)))
                .isEqualTo(ServerSentEvent.resumable(
                        "500e", "end", "{\"reason\":\"length\",\"promptCharacters\":4,\"generatedCharacters\":500}"));
    }

    private static ServerSentEvent of(Generated generated) {
        return StreamEvents.of(generated, Positions.begin(1).with(0, Position.after(generated)), Optional.empty());
    }
}
