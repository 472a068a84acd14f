package io.escriba.gateway.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.name.Name;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryTest {
    private final Query query = new Query();

    @Test
    void readsValuesAndDefaults() {
        assertThat(query.whole("limit", Optional.of("12"), 100, 1, 12)).isEqualTo(12);
        assertThat(query.whole("limit", Optional.empty(), 100, 1, 12)).isEqualTo(100);
        assertThat(query.flag("seal", Optional.empty(), true)).isTrue();
        assertThat(query.flag("seal", Optional.of("false"), true)).isFalse();
        assertThat(query.read("model", "nomes", Name::new)).contains(new Name("nomes"));
        query.throwIfFaulty();
    }

    @Test
    void tellsEverythingThatIsWrongTogether() {
        query.whole("limit", Optional.of("0"), 100, 1, 12);
        query.whole("from", Optional.of("-1"), 0, 0, Long.MAX_VALUE);
        query.whole("to", Optional.of("x"), 0, 0, 9);
        query.flag("seal", Optional.of("no"), true);
        query.read("model", "BAD", Name::new);

        assertThat(refusal().problem().faults())
                .containsExactly(
                        new Fault("limit", "limit is '0'; use a whole number from 1 to 12."),
                        new Fault("from", "from is '-1'; use a whole number from 0 on."),
                        new Fault("to", "to is 'x'; use a whole number from 0 to 9."),
                        new Fault("seal", "seal is 'no'; use true or false."),
                        new Fault(
                                "model",
                                "model: 'BAD' is not a name. Use 1 to 63 of the characters a-z 0-9 . _ - and begin with a"
                                        + " letter or a digit."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+5",
                " 5 ",
                "5 ",
                "\u0665",
                "\uff15",
                "0x5",
                "5L",
                "1.0",
                "1e1",
                "--5",
                "9223372036854775808"
            })
    void numbersHaveTheDigitsOfAsciiOnly(String value) {
        assertThat(query.whole("limit", Optional.of(value), 7, 0, Long.MAX_VALUE))
                .isEqualTo(7);

        assertThat(refusal().problem().faults()).hasSize(1);
    }

    @Test
    void aValueIsShownInPart() {
        query.whole("limit", Optional.of("1".repeat(7_000)), 7, 0, 9);

        assertThat(refusal().getMessage()).hasSizeLessThan(200);
    }

    @Test
    void whatIsWrongWithTheBodyIsToldTogetherWithIt() throws IOException {
        query.read("name", "BAD", Name::new);
        JsonRequest body = query.body(stream("{\"layers\": \"x\"}"));
        body.whole("layers", 1, 1, 8);

        assertThat(catchThrowableOfType(ProblemException.class, body::throwIfFaulty)
                        .problem()
                        .faults())
                .extracting(Fault::field)
                .containsExactly("name", "layers");
    }

    @Test
    void soIsABodyThatIsNoJson() {
        query.read("name", "BAD", Name::new);

        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> query.bodyIfAny(stream("{")));

        assertThat(refused.problem().faults()).extracting(Fault::field).containsExactly("name", "body");
    }

    @Test
    void anEmptyBodyHasNoFieldsWhereItMayBeEmpty() throws IOException {
        assertThat(query.bodyIfAny(stream("")).others()).isEmpty();
        assertThat(query.bodyIfAny(stream("{\"a\": 1}")).whole("a", 0, 0, 9)).isEqualTo(1);
        assertThat(catchThrowableOfType(ProblemException.class, () -> query.body(stream(""))))
                .hasMessageContaining("empty");
    }

    private ProblemException refusal() {
        return catchThrowableOfType(ProblemException.class, query::throwIfFaulty);
    }

    private static InputStream stream(String json) {
        return new ByteArrayInputStream(json.getBytes(UTF_8));
    }
}
