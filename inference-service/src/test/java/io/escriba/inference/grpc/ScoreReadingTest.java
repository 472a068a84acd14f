package io.escriba.inference.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.grpc.v1.ScoreRequest;
import io.escriba.inference.batch.ScoreOrder;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScoreReadingTest {
    private static final Vocabulary TEXT = Vocabulary.of("\nabcção😀");
    private static final Vocabulary LINES = Vocabulary.ofDocuments("abc".codePoints());

    private static final int MAX_PROMPT = 5;

    private final ScoreReading scores = new ScoreReading(10, MAX_PROMPT);

    @Test
    void readsThePromptBeforeTheText() {
        ScoreRequest request = ScoreRequest.newBuilder()
                .setPrompt("ab")
                .setText("c\u0327a\u0303o")
                .setCandidates(20)
                .build();

        ScoreOrder order = scores.read(request, TEXT);

        assertThat(order.text().ids()).containsExactly(TEXT.encode("abção"));
        assertThat(order.text().written()).isEqualTo(3);
        assertThat(order.candidates()).isEqualTo(20);
    }

    @Test
    void scoresTheFirstCharacterOfAll() {
        ScoreRequest request = ScoreRequest.newBuilder().setText("abc").build();

        assertThat(scores.read(request, LINES).text().ids()).containsExactly(LINES.start(), 0, 1, 2);
        assertThat(scores.read(request, TEXT).text().ids()).containsExactly(TEXT.encode("\nabc"));
    }

    @Test
    void namesAllProblemsTogether() {
        ScoreRequest request = ScoreRequest.newBuilder()
                .setPrompt("abcaby")
                .setText("zaxaxbbbbbb")
                .setCandidates(21)
                .build();

        assertThatThrownBy(() -> scores.read(request, TEXT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("candidates is 21; use 0 to 20."
                        + " prompt has 6 characters; use up to 5."
                        + " prompt has 'y' (U+0079), which the model does not know. Leave them out."
                        + " text has 11 characters; use 1 to 10."
                        + " text has 'z' (U+007A), 'x' (U+0078), which the model does not know. Leave them out.");
    }

    @Test
    void asksForAText() {
        ScoreRequest request = ScoreRequest.newBuilder().setPrompt("ab").build();

        assertThatThrownBy(() -> scores.read(request, TEXT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("text has 0 characters; use 1 to 10.");
    }

    @Test
    void namesExactlyTheFieldsThatAreOutOfRange() {
        RandomRequests requests = new RandomRequests(2, List.of("m"));
        Set<List<String>> met = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            ScoreRequest request = requests.score();
            List<String> wrong = new ArrayList<>();
            if (request.getCandidates() < 0 || request.getCandidates() > 20) {
                wrong.add("candidates is");
            }
            String prompt = Vocabulary.normalize(request.getPrompt());
            if (prompt.codePointCount(0, prompt.length()) > MAX_PROMPT || !knows(prompt)) {
                wrong.add("prompt has");
            }
            String text = Vocabulary.normalize(request.getText());
            if (text.isEmpty() || text.codePointCount(0, text.length()) > 10 || !knows(text)) {
                wrong.add("text has");
            }

            String problems = problems(request);

            assertThat(Stream.of("candidates is", "prompt has", "text has").filter(problems::contains))
                    .as(() -> problems + " for " + request)
                    .isEqualTo(wrong);
            assertThat(problems.isEmpty()).as(problems).isEqualTo(wrong.isEmpty());
            met.add(wrong);
        }
        assertThat(met).hasSize(8);
    }

    private static boolean knows(String text) {
        return TEXT.unknown(Vocabulary.normalize(text)).isEmpty();
    }

    private String problems(ScoreRequest request) {
        try {
            scores.read(request, TEXT);
            return "";
        } catch (InvalidRequestException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
