package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.e2e.Escriba.Event;
import io.escriba.gateway.description.Fuzz;
import io.escriba.gateway.description.Usual;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same nasty input as the gateway's own tests send, with everything real behind it. */
@ExtendWith(SharedInstance.class)
class FuzzedServicesIT {
    private static final String REQUEST =
            "{\"model\":\"nomes\",\"prompt\":\"Jo\",\"maxCharacters\":40,\"seed\":23,\"ignoreEnd\":true}";

    @Test
    void whateverIsSentIsRefusedWithAReasonAndTheServicesGoOn(Escriba escriba) {
        String id = escriba.stream(REQUEST).get("id").asText();
        String text = Event.text(escriba.read(id));
        List<String> processes = processes(escriba);
        Fuzz fuzz = new Fuzz(new Usual(escriba.uri("/"), "nomes", id, escriba.awaitJobOf("nomes")));
        assertThat(fuzz.size()).isGreaterThan(2_000);

        List<String> failures = fuzz.failures();
        List<String> failuresOfMessages = fuzz.failuresOfMessages();
        cancelWhatWasOrdered(escriba);

        assertThat(failures).isEmpty();
        assertThat(failuresOfMessages).isEmpty();
        assertThat(processes(escriba)).isEqualTo(processes);
        assertThat(text).hasSize(40);
        assertThat(Event.text(escriba.read(id))).isEqualTo(text);
        assertThat(Event.text(escriba.read(escriba.stream(REQUEST).get("id").asText())))
                .isEqualTo(text);
    }

    /** Names, pids and states. */
    private static List<String> processes(Escriba escriba) {
        return escriba.status().lines().filter(line -> line.endsWith("running")).toList();
    }

    /** The trainer has better things to do. */
    private static void cancelWhatWasOrdered(Escriba escriba) {
        for (JsonNode job : escriba.get("/api/training")) {
            if (Set.of("queued", "running").contains(job.get("state").asText())) {
                escriba.send(HttpRequest.newBuilder(
                                escriba.uri("/api/training/" + job.get("id").asText()))
                        .DELETE()
                        .build());
            }
        }
    }
}
