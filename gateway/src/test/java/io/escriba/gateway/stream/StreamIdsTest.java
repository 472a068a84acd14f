package io.escriba.gateway.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.escriba.gateway.generation.TextRequest;
import io.escriba.json.Json;
import io.escriba.log.LogSubject;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StreamIdsTest {
    private final StreamIds ids = new StreamIds("a key of the test".getBytes(UTF_8));

    @Test
    void anIdCarriesTheWholeRequest() {
        Ticket request = request("João 😀\n\"quoted\"");

        assertThat(ids.decode(ids.encode(request))).contains(request);
    }

    @Test
    void anIdFromBeforeThereWereTemperaturesIsOfOneText() {
        Ticket ticket = request("abc");
        ObjectNode older = (ObjectNode) Json.tree(ticket);
        older.remove(List.of("temperatures", "pace"));

        Ticket read = Json.bind(older, Ticket.class);

        assertThat(read.stream()).isEqualTo(new StreamRequest(ticket.text()));
    }

    /** What is authenticated begins after 16 bytes, and not even their code is whole. */
    @Test
    void theLogHasHalfOfTheCodeAndNothingOfTheRequest() {
        String id = ids.encode(request("abc"));

        assertThat(StreamIds.subject(id)).isEqualTo(LogSubject.stream(id.substring(0, 11)));
        assertThat(ids.decode(StreamIds.subject(id).id())).isEmpty();
    }

    @Test
    void anyGatewayWithTheKeyReadsAnId() {
        Ticket request = request("abc");

        assertThat(new StreamIds("a key of the test".getBytes(UTF_8)).decode(ids.encode(request)))
                .contains(request);
    }

    @Test
    void aGatewayWithAnotherKeyRefusesIt() {
        assertThat(new StreamIds("another key".getBytes(UTF_8)).decode(ids.encode(request("abc"))))
                .isEmpty();
    }

    @Test
    void refusesEveryChangeOfOneCharacter() {
        String id = ids.encode(request("abc"));
        List<String> others = List.of("A", "Q", "g", "w", "v", "9", "_", "-");
        for (int i = 0; i < id.length(); i++) {
            String kept = id.substring(i, i + 1);
            for (String other : others) {
                if (!other.equals(kept)) {
                    assertThat(ids.decode(id.substring(0, i) + other + id.substring(i + 1)))
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void refusesWhatIsNoId() {
        String id = ids.encode(request("abc"));
        assertThat(ids.decode("")).isEmpty();
        assertThat(ids.decode("no/id")).isEmpty();
        assertThat(ids.decode("AAAA")).isEmpty();
        assertThat(ids.decode(id + "=")).isEmpty();
        assertThat(ids.decode(id.substring(4))).isEmpty();
        assertThat(ids.decode(id + id)).isEmpty();
    }

    @Test
    void refusesRandomBytes() {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);

            assertThat(ids.decode(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                    .isEmpty();
        }
    }

    @Test
    void theLongestPromptInAnEuropeanOrAsianScriptFitsIntoAUrl() {
        String latin = randomPrompt(2_000, 0x20, 0x250);
        String chinese = randomPrompt(2_000, 0x4E00, 0x9FA0);

        assertThat(ids.encode(request(latin)).length()).isLessThan(8_000);
        assertThat(ids.encode(request(chinese)).length()).isLessThan(8_000);
    }

    private static String randomPrompt(int length, int from, int to) {
        return new Random(4)
                .ints(length, from, to)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Ticket request(String prompt) {
        TextRequest text = new TextRequest(
                new ModelVersion(new Name("nomes"), 12),
                prompt,
                500,
                new Sampling(0.8, 5, 0.95, 1.1, true, -1234567890123456789L),
                List.of("\n\n", "Fim"),
                OptionalInt.of(20));
        StreamRequest stream = new StreamRequest(text, List.of(0.2, 0.5, 1.0, 1.2, 2.0), OptionalDouble.of(12.5));
        return new Ticket(stream, "alice", 1_799_999_999);
    }
}
