package io.escriba.bench.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;

/** The networks that are measured. */
public enum Network {
    /** As the trainer chooses them for a few minutes. */
    GRU_2X256("gru-2x256", """
            {"architecture": "gru", "layers": 2, "hiddenSize": 256}"""),
    /** The preset {@code report-lstm}. */
    LSTM_2X512("lstm-2x512", """
            {"preset": "report-lstm"}"""),
    /** Five million parameters. */
    GRU_2X640("gru-2x640", """
            {"architecture": "gru", "layers": 2, "hiddenSize": 640, "embedding": 640}""");

    private final String label;
    private final String request;

    Network(String label, String request) {
        this.label = label;
        this.request = request;
    }

    /** The fields of its spec that are not those of the base. */
    public JsonNode request() {
        return Json.parse(request);
    }

    /** Its name in options and reports, and as a model. */
    @Override
    public String toString() {
        return label;
    }
}
