package io.escriba.inference.batch;

import io.escriba.inference.sampling.Likelihood;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what it is told, and checks that it comes in order. */
final class FakeScoreReader implements ScoreReader {
    private final StringBuilder text = new StringBuilder();
    private final List<Likelihood> likelihoods = new ArrayList<>();
    private final List<Integer> stretches = new ArrayList<>();
    private Optional<Boolean> exact = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();
    private boolean ready = true;
    private boolean failing;
    private boolean ended;

    @Override
    public boolean isReady() {
        return ready;
    }

    void setReady(boolean ready) {
        this.ready = ready;
    }

    /** Makes it throw at the next characters. */
    void setFailing() {
        failing = true;
    }

    @Override
    public void begin(boolean exact) {
        if (this.exact.isPresent()) {
            throw new AssertionError("A text begins once.");
        }
        this.exact = Optional.of(exact);
    }

    @Override
    public void scored(int index, String characters, List<Likelihood> scores) {
        if (failing) {
            throw new IllegalStateException("The reader fails.");
        }
        checkOpen();
        int length = characters.codePointCount(0, characters.length());
        if (!ready || exact.isEmpty() || index != likelihoods.size() || scores.size() != length) {
            throw new AssertionError("Character " + likelihoods.size() + " is due, but " + scores.size()
                    + " scores for " + length + " characters from " + index + " came.");
        }
        text.append(characters);
        likelihoods.addAll(scores);
        stretches.add(length);
    }

    @Override
    public void end() {
        checkOpen();
        ended = true;
    }

    @Override
    public void failed(RuntimeException reason) {
        checkOpen();
        failure = Optional.of(reason);
    }

    private void checkOpen() {
        if (ended || failure.isPresent()) {
            throw new AssertionError("Nothing may follow the end.");
        }
    }

    String text() {
        return text.toString();
    }

    List<Likelihood> likelihoods() {
        return likelihoods;
    }

    /** How many characters came at once. */
    List<Integer> stretches() {
        return stretches;
    }

    Optional<Boolean> exact() {
        return exact;
    }

    Optional<RuntimeException> failure() {
        return failure;
    }

    boolean hasEnded() {
        return ended;
    }
}
