package io.escriba.inference.batch;

import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told. */
final class CountingMetrics implements StreamMetrics {
    final List<Long> first = new ArrayList<>();
    final List<Long> next = new ArrayList<>();
    final List<Integer> steps = new ArrayList<>();
    final List<Outcome> outcomes = new ArrayList<>();
    int generated;

    @Override
    public void step(int rows) {
        steps.add(rows);
    }

    @Override
    public void generated() {
        generated++;
    }

    @Override
    public void firstCharacter(long nanos) {
        first.add(nanos);
    }

    @Override
    public void nextCharacter(long nanos) {
        next.add(nanos);
    }

    @Override
    public void ended(Outcome outcome) {
        outcomes.add(outcome);
    }
}
