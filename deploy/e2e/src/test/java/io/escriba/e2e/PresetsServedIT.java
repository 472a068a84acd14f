package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.e2e.Escriba.Event;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every recipe of the sources, by its name alone but for its size, from an order to characters that a reader gets. */
@ExtendWith(SharedInstance.class)
class PresetsServedIT {
    private static final String TEXT = "a roda rola, e a rola roda o dia\n".repeat(120);

    /** Two steps of networks so small that the time goes by in what surrounds them. */
    private static final String SMALL = """
            {"corpus": "%s", "preset": "%s", "steps": 2, "hiddenSize": 16, "heads": 2, "layers": 2, "sequenceLength": 16,
             "batchSize": 4, "contextLength": 16, "sampleLength": 10}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auto",
                "bigram",
                "gpt",
                "gpt-small",
                "keras-onehot-lstm",
                "names-rnn",
                "report-gru",
                "report-lstm",
                "report-rnn",
                "tf-gru-1024",
                "tf-lstm-1024",
                "tf-lstm-2048"
            })
    void writesWhatItsTextIsMadeOf(String preset, Escriba escriba) {
        String corpus = "rodas-" + preset;
        HttpResponse<String> stored = escriba.post("/api/corpora/" + corpus + "?train=false", TEXT);
        assertThat(stored.statusCode()).as(stored.body()).isBetween(200, 299);
        String model = "preset-" + preset;
        HttpResponse<String> ordered = escriba.post("/api/models/" + model + "/train", SMALL.formatted(corpus, preset));
        assertThat(ordered.statusCode()).as(ordered.body()).isEqualTo(202);

        List<Event> training =
                escriba.follow(Escriba.json(ordered.body()).get("job").asText());
        List<Event> stream = escriba.read(escriba.stream("{\"model\":\"" + model
                        + "\",\"prompt\":\"a ro\",\"maxCharacters\":40,\"temperature\":1,\"seed\":7}")
                .get("id")
                .asText());

        Event trained = training.get(training.size() - 1);
        assertThat(trained.name()).as(trained.toString()).isEqualTo("completed");
        Event end = stream.get(stream.size() - 1);
        String written = Event.text(stream);
        assertThat(written).hasSizeLessThanOrEqualTo(40);
        assertThat(TEXT.codePoints().boxed().toList())
                .containsAll(written.codePoints().boxed().toList());
        assertThat(end.data().get("reason").asText()).isEqualTo(written.length() == 40 ? "length" : "end");
    }
}
