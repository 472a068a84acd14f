package io.escriba.inference.grpc;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.Sampling;
import io.escriba.grpc.v1.UnknownCharacters;
import io.escriba.inference.batch.Order;
import io.escriba.inference.batch.Snapshot;
import io.escriba.inference.batch.StopStrings;
import io.escriba.inference.batch.TextSoFar;
import io.escriba.log.LogSubject;
import io.escriba.vocabulary.Vocabulary;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class OrderReadingTest {
    private static final Vocabulary TEXT = Vocabulary.of("\nabcção😀");
    private static final Vocabulary LINES = Vocabulary.ofDocuments("abc".codePoints());
    private static final long MAX_CHARACTERS = 1_000;
    private static final int MAX_PROMPT = 128;

    /** What a request says of a field that breaks its rule, and the rule. */
    private static final Map<String, Predicate<GenerateRequest>> RULES = Map.ofEntries(
            entry("temperature is", request -> isIn(request.getSampling().getTemperature(), 0, 10)),
            entry("top_k is", request -> request.getSampling().getTopK() >= 0),
            entry("top_p is", request -> isIn(request.getSampling().getTopP(), 0, 1)),
            entry(
                    "repetition_penalty is",
                    request -> request.getSampling().getRepetitionPenalty() == 0
                            || isIn(request.getSampling().getRepetitionPenalty(), 0.1, 10)),
            entry("max_characters is", request -> isIn(request.getMaxCharacters(), 1, MAX_CHARACTERS)),
            entry("skip is", request -> isIn(request.getSkip(), 0, request.getMaxCharacters())),
            entry("strings; use up to 4", request -> request.getStopCount() <= 4),
            entry(
                    "of stop has",
                    request -> request.getStopList().stream().limit(4).allMatch(stop -> isIn(length(stop), 1, 64))),
            entry("log_probabilities is", request -> isIn(request.getLogProbabilities(), 0, 20)),
            entry("unknown is", request -> isIn(request.getUnknownValue(), 0, 1)),
            entry("characters; use up to " + MAX_PROMPT + ".", request -> length(request.getPrompt()) <= MAX_PROMPT),
            entry(
                    "which the model does not know. Leave them out, or",
                    request -> request.getUnknown() == UnknownCharacters.UNKNOWN_CHARACTERS_SKIP
                            || TEXT.unknown(Vocabulary.normalize(request.getPrompt()))
                                    .isEmpty()),
            entry("written has", OrderReadingTest::canHaveBeenWritten));

    private final OrderReading orders = new OrderReading(MAX_CHARACTERS, MAX_PROMPT);

    /** Or a caller could write lines of the log. */
    @Test
    void takesNoNameForTheLogThatCouldBreakIt() {
        GenerateRequest broken = request("a").setStream("x\n2026-01-01 INFO").build();

        assertThatThrownBy(() -> orders.read(broken, TEXT)).hasMessageContaining("stream has something else than");
        assertThat(OrderReading.subject(broken)).isEqualTo(LogSubject.NONE);
        assertThat(OrderReading.subject(request("a").setStream("b0mY1Tn1uXs").build()))
                .isEqualTo(LogSubject.stream("b0mY1Tn1uXs"));
    }

    @Test
    void takesOverEverySetting() {
        GenerateRequest request = request("a")
                .setMaxCharacters(50)
                .setSkip(7)
                .setLogProbabilities(5)
                .setSampling(Sampling.newBuilder()
                        .setTemperature(0.5)
                        .setTopK(3)
                        .setTopP(0.9)
                        .setRepetitionPenalty(1.2)
                        .setIgnoreEnd(true)
                        .setSeed(-9))
                .build();

        Order order = orders.read(request, TEXT);

        assertThat(order.maxCharacters()).isEqualTo(50);
        assertThat(order.skip()).isEqualTo(7);
        assertThat(order.likelihoods()).hasValue(5);
        assertThat(order.sampling()).isEqualTo(new io.escriba.sampling.Sampling(0.5, 3, 0.9, 1.2, true, -9));
    }

    @Test
    void changesNothingThatIsAbsent() {
        GenerateRequest request = request("a")
                .setSampling(Sampling.newBuilder().setTemperature(1).setSeed(5))
                .build();

        assertThat(orders.read(request, TEXT).sampling())
                .isEqualTo(new io.escriba.sampling.Sampling(1, 0, 1, 1, false, 5));
        assertThat(orders.read(request, TEXT).likelihoods()).isEmpty();
    }

    @Test
    void sendsTheLogProbabilitiesOfTheCharactersAlone() {
        GenerateRequest request = request("a").setLogProbabilities(0).build();

        assertThat(orders.read(request, TEXT).likelihoods()).hasValue(0);
    }

    @Test
    void beginsATextWithoutMarksWithItsPrompt() {
        assertThat(orders.read(request("abc").build(), TEXT).text().ids()).containsExactly(TEXT.encode("abc"));
    }

    @Test
    void beginsATextWithoutPromptWithTheStart() {
        assertThat(orders.read(request("").build(), TEXT).text().ids()).containsExactly(TEXT.start());
        assertThat(orders.read(
                                request("xyz")
                                        .setUnknown(UnknownCharacters.UNKNOWN_CHARACTERS_SKIP)
                                        .build(),
                                TEXT)
                        .text()
                        .ids())
                .containsExactly(TEXT.start());
    }

    @Test
    void beginsADocumentWithItsMark() {
        assertThat(orders.read(request("ab").build(), LINES).text().ids()).containsExactly(LINES.start(), 0, 1);
    }

    @Test
    void knowsWhereTheTextBegins() {
        assertThat(orders.read(request("ab").build(), LINES).text().start()).isEqualTo(1);
        assertThat(orders.read(request("").build(), TEXT).text().start()).isEqualTo(1);
        assertThat(orders.read(request("ab").build(), TEXT).text().start()).isZero();
    }

    @Test
    void composesCharacters() {
        GenerateRequest decomposed = request("c\u0327a\u0303o").build();

        assertThat(orders.read(decomposed, TEXT).text().ids()).containsExactly(TEXT.encode("ção"));
        assertThat(OrderReading.promptCharacters(decomposed)).isEqualTo(3);
    }

    @Test
    void leavesUnknownCharactersOutIfThatIsWanted() {
        GenerateRequest request = request("a-b😀")
                .setUnknown(UnknownCharacters.UNKNOWN_CHARACTERS_SKIP)
                .build();

        assertThat(orders.read(request, TEXT).text().ids()).containsExactly(TEXT.encode("ab😀"));
        assertThat(OrderReading.promptCharacters(request)).isEqualTo(4);
    }

    @Test
    void looksForStopStringsInTheFormInWhichTheModelWrites() {
        Vocabulary lowerCase = Vocabulary.of("abcção").lowercased();
        GenerateRequest request = request("a").addStop("C\u0327a\u0303").build();

        assertThat(orders.read(request, lowerCase).stops()).isEqualTo(new StopStrings(List.of("çã")));
    }

    @Test
    void goesOnWithWhatHasBeenWritten() {
        TextSoFar text =
                orders.read(request("ab").setWritten("ca\n").build(), TEXT).text();

        assertThat(text.ids()).containsExactly(TEXT.encode("abca\n"));
        assertThat(text.written()).isEqualTo(3);
    }

    @Test
    void goesOnWithATextThatBeganWithoutPrompt() {
        TextSoFar text = orders.read(request("").setWritten("ca").build(), TEXT).text();

        assertThat(text.ids()).containsExactly(TEXT.encode("\nca"));
        assertThat(text.start()).isEqualTo(1);
        assertThat(text.written()).isEqualTo(2);
    }

    @Test
    void takesWhatHasBeenWrittenAsItWasWritten() {
        Vocabulary marks = Vocabulary.of("ac\u0303");
        GenerateRequest request = request("a").setWritten("a\u0303").build();

        assertThat(orders.read(request, marks).text().written()).isEqualTo(2);
    }

    @Test
    void goesOnAfterASnapshot() {
        Snapshot snapshot = new Snapshot(4, 9, TEXT.encode("ab"), new float[] {0.5F, -2});
        GenerateRequest request = request("a")
                .setSnapshot(SnapshotMessages.message(snapshot))
                .setSnapshotInterval(7)
                .setWritten("ca")
                .build();

        Order order = orders.read(request, TEXT);

        assertThat(order.snapshotInterval()).isEqualTo(7);
        assertThat(order.text().ids()).containsExactly(TEXT.encode("abca"));
        assertThat(order.text().written()).isEqualTo(2);
        assertThat(order.text().snapshot()).get().usingRecursiveComparison().isEqualTo(snapshot);
    }

    @Test
    void refusesSnapshotsThatCannotBe() {
        io.escriba.grpc.v1.Snapshot good =
                SnapshotMessages.message(new Snapshot(4, 9, TEXT.encode("ab"), new float[] {0.5F, -2}));

        assertThat(problems(with(good.toBuilder().setIndex(11).build())))
                .startsWith("snapshot.index is 11; use 1 to max_characters, which is 10.");
        assertThat(problems(with(good.toBuilder().setIndex(0).build()))).startsWith("snapshot.index is 0");
        assertThat(problems(with(good.toBuilder().setBefore(-1).build()))).startsWith("snapshot.before is -1");
        assertThat(problems(with(good.toBuilder().clearIds().build()))).startsWith("snapshot.ids has none");
        assertThat(problems(with(good.toBuilder().addIds(TEXT.size()).build()))).startsWith("snapshot.ids has none");
        assertThat(problems(with(
                        good.toBuilder().setState(good.getState().substring(1)).build())))
                .startsWith("snapshot.state has 7 bytes");
        assertThat(problems(request("a").setSnapshotInterval(-1).build()))
                .isEqualTo("snapshot_interval is -1; use 0 for none, or more.");
        assertThat(problems(with(good).toBuilder().setWritten("abcabca").build()))
                .isEqualTo("written has 7 characters after 4; use up to max_characters, which is 10.");
    }

    private static GenerateRequest with(io.escriba.grpc.v1.Snapshot snapshot) {
        return request("a").setSnapshot(snapshot).build();
    }

    @Test
    void refusesWhatTheRequestCannotHaveWritten() {
        GenerateRequest request = request("a")
                .setUnknown(UnknownCharacters.UNKNOWN_CHARACTERS_SKIP)
                .setWritten("abcabcabcab-")
                .addStop("abca")
                .build();

        assertThatThrownBy(() -> orders.read(request, TEXT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("written has 12 characters; use up to max_characters, which is 10.")
                .hasMessageContaining("written has string 1 of stop, at which the text ended.")
                .hasMessageContaining("written has '-' (U+002D)");
    }

    @Test
    void findsAStopStringInWhatHasBeenWrittenInTheFormInWhichTheModelWrites() {
        Vocabulary lowerCase = Vocabulary.of("abc").lowercased();
        GenerateRequest request = request("a").setWritten("cab").addStop("AB").build();

        assertThatThrownBy(() -> orders.read(request, lowerCase))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("written has string 1 of stop, at which the text ended. Do not go on with it.");
    }

    @Test
    void namesAllProblemsTogether() {
        GenerateRequest request = request("axyz")
                .setMaxCharacters(1_001)
                .setSkip(-1)
                .setUnknownValue(7)
                .setLogProbabilities(21)
                .addAllStop(List.of("a", "", "b".repeat(65), "c", "d"))
                .setSampling(Sampling.newBuilder()
                        .setTemperature(-1)
                        .setTopK(-2)
                        .setTopP(1.5)
                        .setRepetitionPenalty(11))
                .build();

        assertThatThrownBy(() -> orders.read(request, TEXT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("temperature is -1.0; use 0 to 10.0.")
                .hasMessageContaining("top_k is -2")
                .hasMessageContaining("top_p is 1.5; use more than 0, up to 1 for no limit.")
                .hasMessageContaining("repetition_penalty is 11.0; use 0.1 to 10.0, and 1 for none.")
                .hasMessageContaining("max_characters is 1001; use 1 to 1000.")
                .hasMessageContaining("skip is -1")
                .hasMessageContaining("stop has 5 strings; use up to 4.")
                .hasMessageContaining("String 2 of stop has 0 characters; use 1 to 64.")
                .hasMessageContaining("String 3 of stop has 65 characters; use 1 to 64.")
                .hasMessageContaining("log_probabilities is 21; use 0 to 20.")
                .hasMessageContaining("unknown is 7")
                .hasMessageContaining("prompt has 'x' (U+0078), 'y' (U+0079), 'z' (U+007A)");
    }

    @Test
    void limitsThePromptAsTheModelReadsIt() {
        String longest = "c\u0327".repeat(MAX_PROMPT);

        assertThat(orders.read(request(longest).build(), TEXT).text().ids()).hasSize(MAX_PROMPT);
        assertThatThrownBy(() -> orders.read(request(longest + "x").build(), TEXT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "prompt has 129 characters; use up to 128. prompt has 'x' (U+0078), which the model does not know."
                                + " Leave them out, or set unknown to 1 to skip them.");
    }

    @Test
    void limitsThePromptAlsoWhereUnknownCharactersAreSkipped() {
        GenerateRequest request = request("x".repeat(MAX_PROMPT + 1))
                .setUnknown(UnknownCharacters.UNKNOWN_CHARACTERS_SKIP)
                .build();

        assertThatThrownBy(() -> orders.read(request, TEXT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("prompt has 129 characters; use up to 128.");
    }

    @Test
    void refusesToSkipMoreThanThereWillBe() {
        assertThatThrownBy(() -> orders.read(request("a").setSkip(11).build(), TEXT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("skip is 11; use 0 to max_characters, which is 10.");
        assertThat(orders.read(request("a").setSkip(10).build(), TEXT).skip()).isEqualTo(10);
    }

    @Test
    void asksForANumberOfCharacters() {
        GenerateRequest request = GenerateRequest.newBuilder().setModel("m").build();

        assertThatThrownBy(() -> orders.read(request, TEXT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("max_characters is 0; use 1 to 1000.");
    }

    @Test
    void refusesSettingsThatAreNoNumbers() {
        GenerateRequest request = request("a")
                .setSampling(Sampling.newBuilder()
                        .setTemperature(Double.NaN)
                        .setTopP(Double.NaN)
                        .setRepetitionPenalty(Double.NaN))
                .build();

        assertThatThrownBy(() -> orders.read(request, TEXT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("temperature is NaN")
                .hasMessageContaining("top_p is NaN")
                .hasMessageContaining("repetition_penalty is NaN");
    }

    @Test
    void namesExactlyTheFieldsThatAreOutOfRange() {
        RandomRequests requests = new RandomRequests(1, List.of("m"));
        Set<String> broken = new HashSet<>();
        int accepted = 0;
        for (int i = 0; i < 4_000; i++) {
            GenerateRequest request = requests.generate();
            List<String> wrong = RULES.entrySet().stream()
                    .filter(rule -> !rule.getValue().test(request))
                    .map(Map.Entry::getKey)
                    .toList();

            String problems = problems(request);

            assertThat(RULES.keySet().stream().filter(problems::contains))
                    .as(() -> problems + " for " + request)
                    .containsExactlyInAnyOrderElementsOf(wrong);
            assertThat(problems.isEmpty()).as(problems).isEqualTo(wrong.isEmpty());
            broken.addAll(wrong);
            accepted += wrong.isEmpty() ? 1 : 0;
        }
        assertThat(broken).isEqualTo(RULES.keySet());
        assertThat(accepted).isGreaterThan(100);
    }

    private String problems(GenerateRequest request) {
        try {
            orders.read(request, TEXT);
            return "";
        } catch (InvalidRequestException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static boolean isIn(double value, double least, double most) {
        return value >= least && value <= most;
    }

    private static boolean isIn(long value, long least, long most) {
        return value >= least && value <= most;
    }

    private static boolean canHaveBeenWritten(GenerateRequest request) {
        String written = request.getWritten();
        boolean fits = written.codePoints().count() <= Math.max(0, request.getMaxCharacters());
        boolean goesOn = request.getStopList().stream()
                .map(Vocabulary::normalize)
                .filter(stop -> !stop.isEmpty() && TEXT.unknown(stop).isEmpty())
                .noneMatch(written::contains);
        return fits && goesOn && TEXT.unknown(written).isEmpty();
    }

    private static long length(String text) {
        return Vocabulary.normalize(text).codePoints().count();
    }

    private static GenerateRequest.Builder request(String prompt) {
        return GenerateRequest.newBuilder().setModel("m").setPrompt(prompt).setMaxCharacters(10);
    }
}
