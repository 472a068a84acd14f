package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.escriba.inference.sampling.Candidate;
import io.escriba.inference.sampling.Likelihood;
import io.escriba.inference.session.CharacterModel;
import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SchedulerTest extends SchedulerFixture {
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz😀");
    private static final Vocabulary NAMES = Vocabulary.ofDocuments("abcdefgh".codePoints());

    SchedulerTest() {
        super(LETTERS, Optional.empty());
    }

    @Test
    void writesWhatTheModelSays() {
        FakeReader reader = new FakeReader();

        add("hello", 20, reader);
        finish();

        assertThat(reader.text()).isEqualTo(alone("hello", 20));
        assertThat(reader.firstIndex()).isZero();
        assertThat(reader.ending()).contains(Ending.LENGTH);
        assertThat(reader.characters()).isEqualTo(20);
        assertThat(scheduler.isEmpty()).isTrue();
    }

    @Test
    void readsAPromptInOneCallAndThenOneCharacterAStep() {
        add("hello", 3, new FakeReader());
        finish();

        assertThat(model.calls()).containsExactly("read 5", "step 1", "step 1");
    }

    @Test
    void saysWhetherTheModelRepeatsExactlyWhenAStreamGetsItsTurn() {
        List<FakeReader> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            readers.add(new FakeReader());
            add("x", 5, readers.get(i));
        }

        scheduler.round();
        model.setInexact();

        assertThat(readers.subList(0, 3))
                .allSatisfy(reader -> assertThat(reader.exact()).contains(true));
        assertThat(readers.get(3).exact()).isEmpty();
        finish();
        assertThat(readers.get(3).exact()).contains(false);
    }

    @Test
    void sendsTheFirstCharacterWithTheFirstRound() {
        FakeReader reader = new FakeReader();
        add("hello", 1, reader);

        scheduler.round();

        assertThat(reader.text()).isEqualTo(alone("hello", 1));
        assertThat(reader.ending()).contains(Ending.LENGTH);
        assertThat(model.calls()).containsExactly("read 5");
    }

    @Test
    void letsStreamsJoinAndLeaveBetweenSteps() {
        FakeReader shortOne = new FakeReader();
        FakeReader longOne = new FakeReader();
        FakeReader lateOne = new FakeReader();
        add("a", 3, shortOne);
        add("bc", 8, longOne);
        scheduler.round();
        add("def", 6, lateOne);

        finish();

        assertThat(model.calls())
                .containsExactly(
                        "read 1", "read 2", "step 2", "read 3", "step 3", "step 2", "step 2", "step 2", "step 2",
                        "step 1");
        assertThat(shortOne.text()).isEqualTo(alone("a", 3));
        assertThat(longOne.text()).isEqualTo(alone("bc", 8));
        assertThat(lateOne.text()).isEqualTo(alone("def", 6));
    }

    @Test
    void letsStreamsWaitInOrderWhenAllRowsAreTaken() {
        List<FakeReader> readers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FakeReader reader = new FakeReader();
            readers.add(reader);
            add("p" + (char) ('a' + i), 4, reader);
        }

        scheduler.round();

        assertThat(readers)
                .extracting(reader -> reader.text().isEmpty())
                .containsExactly(false, false, false, true, true);
        assertThat(admission.running()).isEqualTo(3);
        assertThat(admission.waiting()).isEqualTo(2);
        finish();
        for (int i = 0; i < 5; i++) {
            assertThat(readers.get(i).text()).isEqualTo(alone("p" + (char) ('a' + i), 4));
        }
        assertThat(admission.running() + admission.waiting()).isZero();
    }

    @Test
    void pausesAStreamWhoseReaderIsFullAndGoesOnExactlyThere() {
        FakeReader slow = new FakeReader();
        FakeReader quick = new FakeReader();
        TextStream paused = add("slow", 10, slow);
        add("quick", 12, quick);
        scheduler.round();
        slow.setReady(false);
        String before = slow.text();

        scheduler.round();
        scheduler.round();

        assertThat(slow.text()).isEqualTo(before);
        assertThat(quick.text()).hasSize(4);
        assertThat(admission.running()).isEqualTo(1);
        assertThat(admission.paused()).isEqualTo(1);
        assertThat(admission.waiting()).isZero();
        slow.setReady(true);
        scheduler.resume(paused);
        finish();
        assertThat(slow.text()).isEqualTo(alone("slow", 10));
        assertThat(quick.text()).isEqualTo(alone("quick", 12));
    }

    @Test
    void givesThePausedStreamsRowToOneThatWaits() {
        FakeReader[] readers = {new FakeReader(), new FakeReader(), new FakeReader(), new FakeReader()};
        for (FakeReader reader : readers) {
            add("x", 50, reader);
        }
        scheduler.round();
        readers[1].setReady(false);

        scheduler.round();

        assertThat(readers[3].text()).isNotEmpty();
    }

    @Test
    void prefersAResumedStreamToOneThatWaits() {
        FakeReader[] readers = {new FakeReader(), new FakeReader(), new FakeReader(), new FakeReader(), new FakeReader()
        };
        List<TextStream> streams = new ArrayList<>();
        for (FakeReader reader : readers) {
            streams.add(add("x", 5, reader));
        }
        scheduler.round();
        readers[0].setReady(false);
        scheduler.round();
        readers[0].setReady(true);
        scheduler.resume(streams.get(0));
        String before = readers[0].text();
        while (readers[1].ending().isEmpty()) {
            scheduler.round();
        }

        scheduler.round();

        assertThat(readers[0].text().length()).isGreaterThan(before.length());
        finish();
        assertThat(readers[0].text()).isEqualTo(alone("x", 5));
    }

    @Test
    void ignoresAResumptionWhileTheReaderIsStillFull() {
        FakeReader reader = new FakeReader();
        TextStream stream = add("x", 5, reader);
        scheduler.round();
        reader.setReady(false);
        scheduler.round();

        scheduler.resume(stream);

        assertThat(scheduler.round()).isFalse();
        assertThat(admission.running()).isZero();
    }

    @Test
    void sleepsWhenAllStreamsArePaused() {
        FakeReader reader = new FakeReader();
        add("x", 5, reader);
        scheduler.round();
        reader.setReady(false);

        assertThat(scheduler.round()).isFalse();
        assertThat(scheduler.isEmpty()).isFalse();
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

    @Test
    void freesTheRowOfACancelledStreamWithinOneStep() {
        FakeReader gone = new FakeReader();
        FakeReader other = new FakeReader();
        TextStream cancelled = add("gone", 50, gone);
        add("other", 9, other);
        scheduler.round();
        model.calls();

        scheduler.cancel(cancelled);
        scheduler.round();

        assertThat(model.calls()).containsExactly("step 1");
        assertThat(gone.ending()).isEmpty();
        assertThat(gone.failure()).isEmpty();
        finish();
        assertThat(other.text()).isEqualTo(alone("other", 9));
        assertThat(metrics.outcomes).containsExactly(Outcome.CANCELLED, Outcome.LENGTH);
        assertThat(left).hasSize(2);
    }

    @Test
    void cancelsAStreamWhereverItIs() {
        FakeReader full = new FakeReader();
        TextStream paused = add("paused", 9, full);
        scheduler.round();
        full.setReady(false);
        scheduler.round();
        TextStream longPrompt = add("l".repeat(CharacterModel.LONGEST_READ + 1), 9, new FakeReader());
        scheduler.round();
        TextStream waiting = add("waiting", 9, new FakeReader());

        List.of(paused, longPrompt, waiting, waiting, paused).forEach(scheduler::cancel);

        assertThat(scheduler.isEmpty()).isTrue();
        assertThat(scheduler.round()).isFalse();
        assertThat(admission.running() + admission.waiting()).isZero();
        assertThat(metrics.outcomes).containsExactly(Outcome.CANCELLED, Outcome.CANCELLED, Outcome.CANCELLED);
    }

    @Test
    void endsAtTheEndMarkWithoutText() {
        use(NAMES, Optional.empty());
        List<String> endings = new ArrayList<>();
        for (String prompt : List.of("a", "b", "ab", "cde", "hg", "aaaa")) {
            FakeReader reader = new FakeReader();
            add(prompt, 200, reader);

            finish();

            String expected = alone(prompt, 200);
            assertThat(reader.text()).isEqualTo(expected);
            assertThat(reader.characters()).isEqualTo(expected.length());
            assertThat(reader.ending()).contains(expected.length() == 200 ? Ending.LENGTH : Ending.END_MARK);
            endings.add(String.valueOf(reader.ending()));
        }
        assertThat(endings).contains("Optional[END_MARK]");
    }

    @Test
    void usesTheNumberOfTheCharactersIndex() {
        FakeReader whole = new FakeReader();
        FakeReader resumed = new FakeReader();
        Sampling hot = new Sampling(10, 0, 99);

        add(new Order(LETTERS.encode("x"), hot, 0, 40), whole);
        finish();
        add(new Order(LETTERS.encode("x"), hot, 15, 40), resumed);
        finish();

        assertThat(whole.text().codePointCount(0, whole.text().length())).isEqualTo(40);
        assertThat(whole.text()).endsWith(resumed.text()).isNotEqualTo(resumed.text());
    }

    @Test
    void stepsTheOthersBetweenTheStretchesOfALongPrompt() {
        FakeReader running = new FakeReader();
        FakeReader late = new FakeReader();
        int stretch = CharacterModel.LONGEST_READ;
        add("x", 50, running);
        scheduler.round();
        model.calls();
        String prompt = "long".repeat(stretch / 2);

        add(prompt, 4, late);
        scheduler.round();
        scheduler.round();

        assertThat(model.calls()).containsExactly("read " + stretch, "step 1", "read " + stretch, "step 2");
        finish();
        assertThat(late.text()).isEqualTo(alone(prompt, 4));
    }

    @Test
    void letsAStreamGoOnWhileALongPromptIsRead() {
        FakeReader reader = new FakeReader();
        TextStream stream = add("x", 50, reader);
        scheduler.round();
        reader.setReady(false);
        add("long".repeat(CharacterModel.LONGEST_READ), 4, new FakeReader());
        scheduler.round();
        String before = reader.text();

        reader.setReady(true);
        scheduler.resume(stream);
        scheduler.round();

        assertThat(reader.text().length()).isEqualTo(before.length() + 1);
        finish();
        assertThat(reader.text()).isEqualTo(alone("x", 50));
    }

    @Test
    void readsShortPromptsTogetherUpToOneStretch() {
        int half = CharacterModel.LONGEST_READ / 2;
        for (int i = 0; i < 3; i++) {
            add("h".repeat(half), 5, new FakeReader());
        }

        assertThat(scheduler.round()).isTrue();

        assertThat(model.calls()).containsExactly("read " + half, "read " + half, "step 2");
    }

    @Test
    void failsTheRunningStreamsWhenAStepFailsAndServesTheNextOnes() {
        FakeReader unlucky = new FakeReader();
        add("x", 5, unlucky);
        model.setFailing(true);
        scheduler.round();
        model.setFailing(false);
        FakeReader lucky = new FakeReader();
        add("y", 5, lucky);

        finish();

        assertThat(unlucky.failure()).isPresent();
        assertThat(lucky.text()).isEqualTo(alone("y", 5));
        assertThat(metrics.outcomes).containsExactly(Outcome.FAILED, Outcome.LENGTH);
    }

    @Test
    void endsOnlyTheStreamWhoseReaderFails() {
        FakeReader bad = new FakeReader();
        FakeReader good = new FakeReader();
        add("x", 5, bad);
        add("y", 5, good);
        scheduler.round();
        bad.setFailing();

        finish();

        assertThat(bad.failure()).isPresent();
        assertThat(good.text()).isEqualTo(alone("y", 5));
    }

    @Test
    void tellsEveryStreamWhenTheProcessStops() {
        List<FakeReader> readers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FakeReader reader = new FakeReader();
            readers.add(reader);
            add("x", 50, reader);
        }
        scheduler.round();
        readers.get(0).setReady(false);
        scheduler.round();

        scheduler.failAll(new ServiceStoppingException());

        assertThat(readers)
                .allSatisfy(reader -> assertThat(reader.failure()).containsInstanceOf(ServiceStoppingException.class));
        assertThat(metrics.outcomes).hasSize(5).containsOnly(Outcome.STOPPED);
        assertNobodyHasAPlace();
    }

    @Test
    void runsNoMoreStreamsThanTheProcessMayWhateverItsRows() {
        admission = new Admission(new AdmissionLimits(2, 100), () -> now);
        for (int i = 0; i < 3; i++) {
            add("x", 5, new FakeReader());
        }

        scheduler.round();

        assertThat(model.calls()).containsExactly("read 1", "read 1", "step 2");
    }

    @Test
    void runsNoMoreStreamsThanThereIsMemoryFor() {
        model.setMemory(2);
        List<FakeReader> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(new FakeReader());
            add("x", 5, readers.get(i));
        }

        scheduler.round();
        assertThat(model.calls()).containsExactly("read 1", "read 1", "step 2");
        assertThat(admission.waiting()).isEqualTo(1);
        finish();

        assertThat(readers).allSatisfy(reader -> assertThat(reader.text()).isEqualTo(alone("x", 5)));
    }

    @Test
    void givesBackTheMemoryOfStreamsThatHaveEnded() {
        add("x", 2, new FakeReader());
        add("y", 5, new FakeReader());

        scheduler.round();
        assertThat(model.room()).isEqualTo(1);
        finish();

        assertThat(model.room()).isZero();
    }

    @Test
    void measuresFromTheRequestToTheFirstCharacterAndBetweenCharacters() {
        now = 1_000;
        FakeReader reader = new FakeReader();
        TextStream stream = add("x", 4, reader);
        now = 1_500;
        scheduler.round();
        now = 1_700;
        reader.setReady(false);
        scheduler.round();
        now = 9_000;
        reader.setReady(true);
        scheduler.resume(stream);

        finish();

        assertThat(metrics.first).containsExactly(500L);
        // The pause was the reader's.
        assertThat(metrics.next).containsExactly(0L, 0L, 0L);
        assertThat(metrics.steps).containsExactly(1, 1, 1);
    }

    @Test
    void countsTheWaitForARowAfterAPauseAsLatency() {
        admission = new Admission(new AdmissionLimits(1, 10), () -> now);
        FakeReader reader = new FakeReader();
        TextStream stream = add("x", 3, reader);
        scheduler.round();
        reader.setReady(false);
        add("y", 3, new FakeReader());
        scheduler.round();
        now = 9_000;
        reader.setReady(true);
        scheduler.resume(stream);
        metrics.next.clear();
        now = 9_400;

        finish();

        assertThat(reader.text()).isEqualTo(alone("x", 3));
        // The other one, whose reader was ready, and then the one that waited for its row.
        assertThat(metrics.next).containsExactly(9_400L, 400L);
    }

    @Test
    void writesEveryTextAsIfItWereAlone() {
        checkTextsOfRandomReaders(17, 30, 30);
    }
}
