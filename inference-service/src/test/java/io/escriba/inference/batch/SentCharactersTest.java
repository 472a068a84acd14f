package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.escriba.inference.sampling.Candidate;
import io.escriba.inference.sampling.Likelihood;
import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What of a text is sent: not what is skipped, was written before, or belongs to a stop string. */
class SentCharactersTest extends SchedulerFixture {
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz😀");

    SentCharactersTest() {
        super(LETTERS, Optional.empty());
    }

    @Test
    void generatesWithoutSendingWhatIsToBeSkipped() {
        FakeReader reader = new FakeReader();
        reader.setReady(false);
        TextStream stream = add(new Order(LETTERS.encode("hello"), new Sampling(0, 0, 0), 7, 10), reader);
        finish();
        assertThat(metrics.generated).isEqualTo(7);

        reader.setReady(true);
        scheduler.resume(stream);
        finish();

        assertThat(reader.text()).isEqualTo(alone("hello", 10).substring(7));
        assertThat(reader.firstIndex()).isEqualTo(7);
        assertThat(reader.characters()).isEqualTo(10);
        assertThat(metrics.generated).isEqualTo(10);
        assertThat(metrics.first).hasSize(1);
    }

    @Test
    void saysHowLikelyTheCharactersWereThatAreSent() {
        FakeReader reader = new FakeReader();
        TextSoFar prompt = TextSoFar.of(LETTERS, LETTERS.encode("hello"), new int[0]);

        add(new Order(prompt, new Sampling(0, 0, 0), StopStrings.none(), OptionalInt.of(2), 4, 10), reader);
        finish();

        // One letter has the logit 1, all others have 0.
        double logOfSum = Math.log(Math.E + LETTERS.size() - 1);
        assertThat(reader.likelihoods()).hasSize(6);
        for (int i = 0; i < 6; i++) {
            Likelihood likelihood = reader.likelihoods().get(i);
            assertThat(likelihood.logProbability()).isCloseTo(1 - logOfSum, within(1e-12));
            assertThat(likelihood.top()).hasSize(2);
            assertThat(likelihood.top().get(0))
                    .isEqualTo(new Candidate(reader.text().substring(i, i + 1), likelihood.logProbability()));
            assertThat(likelihood.top().get(1).logProbability()).isCloseTo(-logOfSum, within(1e-12));
        }
    }

    @Test
    void endsBeforeAStopString() {
        String whole = alone("hello", 40);
        String stop = whole.substring(20, 23);
        String text = whole.substring(0, whole.indexOf(stop));
        FakeReader reader = new FakeReader();

        add(stopping(0, 40, stop), reader);
        finish();

        assertThat(reader.text()).isEqualTo(text);
        assertThat(reader.ending()).contains(Ending.STOP_STRING);
        assertThat(reader.characters()).isEqualTo(text.length());
        assertThat(metrics.outcomes).containsExactly(Outcome.STOP_STRING);
        assertNobodyHasAPlace();
    }

    @Test
    void holdsBackWhatMayBeAStopStringUntilItIsNone() {
        String whole = alone("hello", 12);
        String almost = whole.substring(4, 8) + "#";
        FakeReader reader = new FakeReader();
        add(stopping(0, 12, almost.replace('#', whole.charAt(8) == 'a' ? 'b' : 'a')), reader);
        List<Integer> sent = new ArrayList<>();

        while (reader.ending().isEmpty()) {
            scheduler.round();
            sent.add(reader.text().length());
        }

        // The first round gives two characters: one with the prompt, one with a step.
        assertThat(sent).containsExactly(2, 3, 4, 4, 4, 4, 4, 9, 10, 11, 12);
        assertThat(reader.text()).isEqualTo(whole);
        assertThat(reader.ending()).contains(Ending.LENGTH);
    }

    @Test
    void sendsWhatWasHeldBackWhenTheTextEndsOtherwise() {
        String whole = alone("hello", 12);
        FakeReader reader = new FakeReader();

        add(stopping(0, 12, whole.substring(9) + "a"), reader);
        finish();

        assertThat(reader.text()).isEqualTo(whole);
        assertThat(reader.ending()).contains(Ending.LENGTH);
        assertThat(reader.characters()).isEqualTo(12);
    }

    @Test
    void skipsAlsoWhatIsHeldBack() {
        String whole = alone("hello", 40);
        String stop = whole.substring(20, 23);
        int end = whole.indexOf(stop);
        FakeReader reader = new FakeReader();

        add(stopping(end - 1, 40, stop), reader);
        finish();

        assertThat(reader.text()).isEqualTo(whole.substring(end - 1, end));
        assertThat(reader.characters()).isEqualTo(end);
    }

    /** An order for a text after "hello". */
    private static Order stopping(long skip, long characters, String stop) {
        return new Order(
                TextSoFar.of(LETTERS, LETTERS.encode("hello"), new int[0]),
                new Sampling(0, 0, 0),
                StopStrings.of(LETTERS, List.of(stop)),
                OptionalInt.empty(),
                skip,
                characters);
    }

    /** Every setting that looks back at the text finds in it what it would have found without the break. */
    @Test
    void goesOnWithAnyTextThatHasBeenWritten() {
        Sampling sampling = new Sampling(1, 20, 0.95, 3, false, 5);
        int[] prompt = LETTERS.encode("hello");
        FakeReader undisturbed = new FakeReader();
        add(order(prompt, "", sampling, StopStrings.none(), 0), undisturbed);
        finish();
        List<String> characters =
                undisturbed.text().codePoints().mapToObj(Character::toString).toList();
        StopStrings almost = new StopStrings(List.of(String.join("", characters.subList(90, 94)) + "#"));

        for (int written = 0; written <= characters.size(); written++) {
            for (int skip : new int[] {0, 93, characters.size()}) {
                FakeReader reader = new FakeReader();
                add(order(prompt, String.join("", characters.subList(0, written)), sampling, almost, skip), reader);

                finish();

                int from = Math.max(written, skip);
                assertThat(reader.text()).isEqualTo(String.join("", characters.subList(from, characters.size())));
                assertThat(reader.likelihoods())
                        .isEqualTo(undisturbed.likelihoods().subList(from, characters.size()));
                assertThat(reader.firstIndex()).isEqualTo(from < characters.size() ? from : -1);
                assertThat(reader.ending()).isEqualTo(undisturbed.ending());
                assertThat(reader.characters()).isEqualTo(characters.size());
            }
        }
        assertNobodyHasAPlace();
    }

    @Test
    void endsBeforeAStopStringThatBeganInWhatHasBeenWritten() {
        String whole = alone("hello", 40);
        String stop = whole.substring(20, 25);
        int end = whole.indexOf(stop);
        for (int written = 0; written < end + stop.length(); written++) {
            FakeReader reader = new FakeReader();

            add(
                    order(
                            LETTERS.encode("hello"),
                            whole.substring(0, written),
                            new Sampling(0, 0, 0),
                            new StopStrings(List.of(stop)),
                            0),
                    reader);
            finish();

            assertThat(reader.text()).isEqualTo(whole.substring(Math.min(written, end), end));
            assertThat(reader.ending()).contains(Ending.STOP_STRING);
            assertThat(reader.characters()).isEqualTo(end);
        }
    }

    @Test
    void readsNothingOfATextThatIsComplete() {
        FakeReader reader = new FakeReader();
        TextSoFar text = TextSoFar.of(LETTERS, LETTERS.encode("hello"), LETTERS.encode("abc"));

        add(new Order(text, new Sampling(0, 0, 0), StopStrings.none(), OptionalInt.empty(), 0, 3), reader);
        finish();

        assertThat(model.calls()).isEmpty();
        assertThat(reader.exact()).contains(true);
        assertThat(reader.text()).isEmpty();
        assertThat(reader.ending()).contains(Ending.LENGTH);
        assertThat(reader.characters()).isEqualTo(3);
        assertNobodyHasAPlace();
    }

    private static Order order(int[] prompt, String written, Sampling sampling, StopStrings stops, long skip) {
        TextSoFar text = TextSoFar.of(LETTERS, prompt, LETTERS.encode(written));
        return new Order(text, sampling, stops, OptionalInt.of(3), skip, 150);
    }

    @Test
    void endsAStreamOfWhichEverythingIsSkipped() {
        FakeReader reader = new FakeReader();
        add(new Order(LETTERS.encode("hello"), new Sampling(0, 0, 0), 10, 10), reader);

        finish();

        assertThat(reader.text()).isEmpty();
        assertThat(reader.ending()).contains(Ending.LENGTH);
        assertThat(reader.characters()).isEqualTo(10);
    }
}
