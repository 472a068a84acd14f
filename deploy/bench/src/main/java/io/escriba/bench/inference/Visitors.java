package io.escriba.bench.inference;

import io.escriba.bench.load.Failures;
import io.escriba.bench.load.GenerateClient;
import io.escriba.bench.model.RandomModel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * Readers who come and go: sometimes few are there and sometimes many. Who comes, wants how much and does what is drawn; only
 * when an end is noticed depends on the machine.
 */
final class Visitors implements Visitor.Host {
    /** The most that come between two looks. */
    private static final int MOST_AT_ONCE = 8;

    private static final double CHANGE_OF_MIND = 0.002;
    private static final double LONGEST_TEXT = 20_000;

    private static final Visitor.Habit[] HABITS = Visitor.Habit.values();

    private final GenerateClient client;
    private final RandomModel model;
    private final int most;
    private final RandomGenerator random;
    private final Set<Visitor> present = ConcurrentHashMap.newKeySet();
    private final Map<Visitor.Outcome, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final LongAdder characters = new LongAdder();
    private Failures failures = Failures.NONE;
    private int welcome;

    /**
     * Nobody yet.
     *
     * @param most who are there at once
     */
    Visitors(GenerateClient client, RandomModel model, int most, RandomGenerator random) {
        this.client = client;
        this.model = model;
        this.most = most;
        this.random = random;
        this.welcome = most;
    }

    /** Some come, some read, some go. To be called again and again, by one thread. */
    void look() {
        if (random.nextDouble() < CHANGE_OF_MIND) {
            welcome = random.nextInt(most + 1);
        }
        int coming = Math.min(random.nextInt(MOST_AT_ONCE + 1), welcome - present.size());
        for (int i = 0; i < coming; i++) {
            come();
        }
        present.forEach(visitor -> visitor.lookAt(random));
    }

    private void come() {
        // As many texts of 20 characters as of 200, of 2,000 and of 20,000.
        long wanted = (long) Math.exp(random.nextDouble() * Math.log(LONGEST_TEXT));
        Visitor visitor = new Visitor(HABITS[random.nextInt(HABITS.length)], wanted, this);
        present.add(visitor);
        visitor.come(client, model.request("", wanted, random.nextLong()));
    }

    /** All go. */
    void leave() {
        present.forEach(Visitor::leave);
    }

    /** Whether nobody is there. */
    boolean haveLeft() {
        return present.isEmpty();
    }

    /** Visits that ended so. */
    long count(Visitor.Outcome outcome) {
        return outcomes.getOrDefault(outcome, new LongAdder()).sum();
    }

    /** Characters of all visits that have ended. */
    long characters() {
        return characters.sum();
    }

    /** Visits that ended before their time. */
    synchronized Failures failures() {
        return failures;
    }

    @Override
    public synchronized void ended(Visitor visitor, Visitor.Outcome outcome, long read, String how) {
        present.remove(visitor);
        characters.add(read);
        outcomes.computeIfAbsent(outcome, unused -> new LongAdder()).increment();
        if (outcome == Visitor.Outcome.FAILED) {
            failures = failures.and(how);
        }
    }
}
