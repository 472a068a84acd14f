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
        assertThat(of(new Generated.Text("a😀", 10), 0))
                .contains(ServerSentEvent.resumable(12, "text", "{\"text\":\"a😀\",\"index\":10}"));
    }

    @Test
    void aTextTellsHowLikelyItsCharactersAreIfThatIsKnown() {
        Likelihood likelihood = new Likelihood(-1.5, List.of(new Candidate("", -0.5), new Candidate("b", -1)));

        assertThat(of(new Generated.Text("a", 10, List.of(likelihood)), 0))
                .contains(ServerSentEvent.resumable(
                        11,
                        "text",
                        "{\"text\":\"a\",\"index\":10,\"logprobs\":[{\"logprob\":-1.5,\"top\":"
                                + "[{\"text\":\"\",\"logprob\":-0.5},{\"text\":\"b\",\"logprob\":-1.0}]}]}"));
    }

    @Test
    void theEndTellsReasonAndCounts() {
        assertThat(of(new Generated.End(Generated.Reason.LENGTH, 4, 500), 0))
                .contains(ServerSentEvent.resumable(
                        500, "end", "{\"reason\":\"length\",\"promptCharacters\":4,\"generatedCharacters\":500}"));
    }

    @Test
    void whoHadEveryCharacterIsToldNothing() {
        Generated end = new Generated.End(Generated.Reason.END, 0, 5);

        assertThat(of(end, 5)).isEmpty();
        assertThat(of(end, 4)).isPresent();
    }

    @Test
    void anEmptyTextHasAnEnd() {
        assertThat(of(new Generated.End(Generated.Reason.END, 0, 0), 0)).isPresent();
    }

    private static Optional<ServerSentEvent> of(Generated generated, long from) {
        long next = generated.fold(Generated.Text::next, Generated.End::generatedCharacters);
        return StreamEvents.of(generated, from, Positions.begin(1).with(0, next), Optional.empty());
    }
}
