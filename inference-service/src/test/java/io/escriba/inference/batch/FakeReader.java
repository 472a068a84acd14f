package io.escriba.inference.batch;

import io.escriba.inference.sampling.Likelihood;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what it is told, and checks that it comes in order. */
final class FakeReader implements Reader {
    private final StringBuilder gathered = new StringBuilder();
    private final List<String> messages = new ArrayList<>();
    private final List<Likelihood> likelihoods = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private Optional<Boolean> exact = Optional.empty();
    private long firstIndex = -1;
    private long nextIndex;
    private boolean ready = true;
    private Optional<Error> error = Optional.empty();
    private boolean failing;
    private Optional<Ending> ending = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();
    private long characters = -1;

    @Override
    public boolean isReady() {
        return ready;
    }

    void setReady(boolean ready) {
        this.ready = ready;
    }

    /** Makes it throw when the next characters are to leave. */
    void setFailing() {
        failing = true;
    }

    /** Makes it end with an error at the next character. */
    void setBroken(Error error) {
        this.error = Optional.of(error);
    }

    @Override
    public void begin(boolean exact) {
        checkOpen();
        if (this.exact.isPresent()) {
            throw new AssertionError("A text begins once.");
        }
        this.exact = Optional.of(exact);
    }

    @Override
    public void character(long index, String character, Optional<Likelihood> likelihood) {
        if (error.isPresent()) {
            throw error.get();
        }
        checkOpen();
        checkBegun();
        if (firstIndex < 0) {
            firstIndex = index;
        } else if (index != nextIndex) {
            throw new AssertionError("Character " + nextIndex + " is due, but " + index + " came.");
        }
        nextIndex = index + 1;
        gathered.append(character);
        likelihood.ifPresent(likelihoods::add);
    }

    @Override
    public void flush() {
        if (failing) {
            gathered.setLength(0);
            throw new IllegalStateException("The reader fails.");
        }
        checkOpen();
        if (gathered.isEmpty()) {
            throw new AssertionError("There is nothing to leave.");
        }
        messages.add(gathered.toString());
        gathered.setLength(0);
    }

    @Override
    public void snapshot(Snapshot snapshot) {
        checkOpen();
        checkBegun();
        checkNothingIsKept();
        snapshots.add(snapshot);
    }

    @Override
    public void end(Ending ending, long characters) {
        checkOpen();
        checkBegun();
        checkNothingIsKept();
        this.ending = Optional.of(ending);
        this.characters = characters;
    }

    @Override
    public void failed(RuntimeException reason) {
        checkOpen();
        checkNothingIsKept();
        failure = Optional.of(reason);
    }

    private void checkOpen() {
        if (ending.isPresent() || failure.isPresent()) {
            throw new AssertionError("Nothing may follow the end.");
        }
    }

    private void checkNothingIsKept() {
        if (!gathered.isEmpty()) {
            throw new AssertionError("All must leave before the end.");
        }
    }

    private void checkBegun() {
        if (exact.isEmpty()) {
            throw new AssertionError("Nothing may come before the beginning.");
        }
    }

    /** Whether it was promised that the text repeats exactly; empty as long as it has not begun. */
    Optional<Boolean> exact() {
        return exact;
    }

    /** What has left so far. */
    String text() {
        return String.join("", messages);
    }

    /** What left together, in order. */
    List<String> messages() {
        return messages;
    }

    /** Those that came with characters. */
    List<Likelihood> likelihoods() {
        return likelihoods;
    }

    /** In order. */
    List<Snapshot> snapshots() {
        return snapshots;
    }

    /** Index of the first character that came. */
    long firstIndex() {
        return firstIndex;
    }

    Optional<Ending> ending() {
        return ending;
    }

    Optional<RuntimeException> failure() {
        return failure;
    }

    /** How many characters it was told there were in all. */
    long characters() {
        return characters;
    }
}
