package io.escriba.gateway.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class JsonRequestTest {
    @Test
    void readsFieldsOfEveryKind() {
        JsonRequest json = JsonRequest.of("""
            {"text": "ã😀", "whole": 7, "number": 0.5, "flag": true, "word": "b", "object": {"inner": 1},
             "texts": ["a", "b"]}\
            """);

        assertThat(json.text("text")).contains("ã😀");
        assertThat(json.whole("whole", 0, 0, 10)).isEqualTo(7);
        assertThat(json.number("number", 0, 0, 1)).isEqualTo(0.5);
        assertThat(json.flag("flag", false)).isTrue();
        assertThat(json.oneOf("word", List.of("a", "b"))).isEqualTo("b");
        assertThat(json.object("object").orElseThrow().whole("inner", 0, 0, 10)).isEqualTo(1);
        assertThat(json.texts("texts")).contains(List.of("a", "b"));
        assertThat(json.texts("text")).contains(List.of("ã😀"));
        json.refuseOtherFields();
        json.throwIfFaulty();
    }

    @Test
    void readsListsOfNumbers() {
        JsonRequest json = JsonRequest.of("{\"numbers\": [1, 0.5, -0.0], \"none\": []}");

        assertThat(json.numbers("numbers", 0, 2)).contains(List.of(1.0, 0.5, 0.0));
        assertThat(json.numbers("none", 0, 2)).contains(List.of());
        assertThat(json.numbers("absent", 0, 2)).isEmpty();
        json.throwIfFaulty();
    }

    @Test
    void refusesListsWithAnythingElse() {
        JsonRequest json = JsonRequest.of("{\"high\": [1, 3], \"mixed\": [1, \"2\"], \"one\": 1}");

        assertThat(json.numbers("high", 0, 2)).isEmpty();
        assertThat(json.numbers("mixed", 0, 2)).isEmpty();
        assertThat(json.numbers("one", 0, 2)).isEmpty();
        assertThat(catchThrowableOfType(ProblemException.class, json::throwIfFaulty))
                .hasMessage("high is [1,3]; use a list of numbers from 0 to 2."
                        + " mixed is [1,\"2\"]; use a list of numbers from 0 to 2."
                        + " one is 1; use a list of numbers from 0 to 2.");
    }

    @Test
    void absentAndNullFieldsHaveTheirDefaults() {
        JsonRequest json = JsonRequest.of("{\"whole\": null}");

        assertThat(json.text("text")).isEmpty();
        assertThat(json.texts("texts")).isEmpty();
        assertThat(json.whole("whole", 5, 0, 10)).isEqualTo(5);
        assertThat(json.number("number", 0.25, 0, 1)).isEqualTo(0.25);
        assertThat(json.flag("flag", true)).isTrue();
        assertThat(json.oneOf("word", List.of("a", "b"))).isEqualTo("a");
        json.throwIfFaulty();
    }

    @Test
    void tellsEverythingThatIsWrongTogether() {
        JsonRequest json = JsonRequest.of("""
            {"text": 1, "whole": 1.5, "large": 99999999999999999999, "number": -1, "huge": 1e999, "flag": "yes",
             "word": "c", "object": [], "texts": ["a", 1], "new\\n": 0}\
            """);

        json.text("text");
        json.whole("whole", 0, 0, 10);
        json.whole("large", 0, 0, 10);
        json.number("number", 0, 0, 2);
        json.number("huge", 0, 0, 2);
        json.flag("flag", false);
        json.oneOf("word", List.of("a", "b"));
        json.object("object");
        json.texts("texts");
        json.refuseOtherFields();

        ProblemException refused = catchThrowableOfType(ProblemException.class, json::throwIfFaulty);
        assertThat(refused.problem().status()).isEqualTo(400);
        assertThat(refused.problem().faults())
                .extracting(Fault::message)
                .containsExactly(
                        "text is 1; use a string.",
                        "whole is 1.5; use a whole number from 0 to 10.",
                        "large is 99999999999999999999; use a whole number from 0 to 10.",
                        "number is -1; use a number from 0 to 2.",
                        "huge is \"Infinity\"; use a number from 0 to 2.",
                        "flag is \"yes\"; use true or false.",
                        "word is \"c\"; use one of a, b.",
                        "object is []; use an object.",
                        "texts is [\"a\",1]; use a string or a list of strings.",
                        "\"new\\n\" is not known here; known are flag, huge, large, number, object, text, texts, whole,"
                                + " word.");
    }

    @Test
    void refusesHalvesOfSurrogatePairs() {
        JsonRequest json = JsonRequest.of("{\"text\": \"a\\ud83d\", \"texts\": [\"a\", \"\\ud83d\"]}");

        assertThat(json.text("text")).isEmpty();
        assertThat(json.texts("texts")).isEmpty();
        ProblemException refused = catchThrowableOfType(ProblemException.class, json::throwIfFaulty);
        assertThat(refused.problem().faults()).extracting(Fault::field).containsExactly("text", "texts");
    }

    @Test
    void faultsOfAnInnerObjectNameTheirPath() {
        JsonRequest json = JsonRequest.of("{\"outer\": {\"inner\": 1}}");

        JsonRequest outer = json.object("outer").orElseThrow();
        outer.flag("inner", false);
        json.include("outer", outer);

        ProblemException refused = catchThrowableOfType(ProblemException.class, json::throwIfFaulty);
        assertThat(refused.problem().faults())
                .containsExactly(new Fault("outer.inner", "outer.inner is 1; use true or false."));
    }

    @Test
    void givesTheFieldsThatNobodyHasAskedFor() {
        JsonRequest json = JsonRequest.of("{\"a\": 1, \"b\": null, \"c\": 2}");

        json.whole("a", 0, 0, 9);

        assertThat(json.others()).hasToString("{\"b\":null,\"c\":2}");
    }

    @Test
    void refusesWhatIsNoJsonObject() {
        for (String body : List.of("", "null", "[]", "1", "{", "{\"a\": NaN}", "{} {}")) {
            ProblemException refused = catchThrowableOfType(ProblemException.class, () -> read(body.getBytes(UTF_8)));

            assertThat(refused).as(body).isNotNull();
            assertThat(refused.problem().status()).as(body).isEqualTo(400);
        }
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> read(new byte[] {'{', (byte) 0xFF, '}'}));

        assertThat(refused).hasMessageContaining("UTF-8");
    }

    @Test
    void tellsTheFirstOfVeryManyFaults() {
        String fields = IntStream.range(0, 1_000)
                .mapToObj(i -> "\"f" + i + "\": 1")
                .collect(Collectors.joining(", ", "{", "}"));
        JsonRequest json = JsonRequest.of(fields);

        json.refuseOtherFields();

        ProblemException refused = catchThrowableOfType(ProblemException.class, json::throwIfFaulty);
        assertThat(refused.problem().faults()).hasSize(101);
        assertThat(refused).hasMessageEndingWith("There are 900 more problems like these.");
    }

    private static JsonRequest read(byte[] body) throws IOException {
        return JsonRequest.read(new ByteArrayInputStream(body));
    }
}
