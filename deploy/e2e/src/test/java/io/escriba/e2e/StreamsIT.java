package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.e2e.Escriba.Event;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a stream can be asked for, with everything real. */
@ExtendWith(SharedInstance.class)
class StreamsIT {
    private static final String VERSES =
            "Ó mar salgado, quanto do teu sal\nSão lágrimas de Portugal!\nPor te cruzarmos, quantas mães choraram,\n";

    @Test
    void everyTextOfSeveralIsTheOneThatItsTemperatureGivesAlone(Escriba escriba) {
        String common = "{\"model\":\"nomes\",\"prompt\":\"Jo\",\"maxCharacters\":300,\"seed\":17,\"ignoreEnd\":true,";
        List<Double> temperatures = List.of(0.2, 0.5, 1.0, 1.2, 2.0);

        JsonNode created = escriba.stream(common + "\"temperatures\":" + temperatures + "}");
        List<Event> events = escriba.events("/api/streams/" + created.get("id").asText(), event -> false);

        assertThat(events.get(events.size() - 1).id()).isEqualTo("300e,300e,300e,300e,300e");
        for (double temperature : temperatures) {
            List<Event> marked = events.stream()
                    .filter(event -> event.data().get("temperature").asDouble() == temperature)
                    .toList();
            assertThat(Event.text(marked)).isEqualTo(written(escriba, common + "\"temperature\":" + temperature + "}"));
            assertThat(marked.get(marked.size() - 1).name()).isEqualTo("end");
        }
    }

    @Test
    void aPaceChangesNoCharacter(Escriba escriba) {
        String common = "{\"model\":\"nomes\",\"prompt\":\"Jo\",\"maxCharacters\":100,\"seed\":18,\"ignoreEnd\":true";

        assertThat(written(escriba, common + ",\"pace\":500}")).isEqualTo(written(escriba, common + "}"));
    }

    @Test
    void withoutAPromptATextBeginsWithAnExcerptOfItsCorpusWhileThatIsThere(Escriba escriba) {
        escriba.follow(escriba.publish("versos", VERSES.repeat(60), "{\"timeBudget\":\"PT2S\",\"hiddenSize\":32}"));

        JsonNode created = escriba.stream("{\"model\":\"versos\",\"maxCharacters\":20,\"seed\":5}");

        String prompt = created.get("prompt").asText();
        assertThat(prompt).hasSize(200);
        assertThat(escriba.get("/api/corpora/versos/text?characters=200&from="
                                + created.at("/excerpt/from").asLong())
                        .get("text")
                        .asText())
                .isEqualTo(prompt);
        assertThat(VERSES.lines().toList()).contains(prompt.lines().findFirst().orElseThrow());
        assertThat(Event.text(escriba.read(created.get("id").asText()))).hasSize(20);
        assertGoneWithItsCorpus(escriba);
    }

    private static void assertGoneWithItsCorpus(Escriba escriba) {
        HttpRequest.Builder corpus = HttpRequest.newBuilder(escriba.uri("/api/corpora/versos"));
        assertThat(escriba.send(corpus.DELETE().build()).statusCode()).isEqualTo(204);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> escriba.send(corpus.GET().build()).statusCode() == 404);

        HttpResponse<String> refused = escriba.post("/api/streams", "{\"model\":\"versos\"}");

        assertThat(refused.statusCode()).isEqualTo(410);
        assertThat(Escriba.json(refused.body()).get("detail").asText()).contains("'versos' was deleted");
        assertThat(escriba.stream("{\"model\":\"versos\",\"prompt\":\"\"}").has("excerpt"))
                .isFalse();
    }

    private static String written(Escriba escriba, String request) {
        return Event.text(escriba.read(escriba.stream(request).get("id").asText()));
    }
}
