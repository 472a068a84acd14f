package io.escriba.gateway.security.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.security.caller.Caller;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunningStreamsTest {
    private static final Caller ALICE = new Caller("alice");

    private final RunningStreams running = new RunningStreams(3);

    @Test
    void refusesAStreamMoreThanThereMayBe() {
        begin(ALICE);
        begin(ALICE);
        begin(ALICE);

        AssertSubscriber<String> refused = begin(ALICE);

        assertThat(refused.getFailure()).isInstanceOfSatisfying(ProblemException.class, failure -> {
            assertThat(failure.problem().status()).isEqualTo(429);
            assertThat(failure.problem().retryAfter()).isPresent();
            assertThat(failure).hasMessageContaining("'alice' has 3 streams");
        });
        begin(new Caller("bob")).assertNotTerminated();
    }

    @Test
    void howeverAStreamEndsAnotherMayBegin() {
        for (Multi<String> stream : List.of(
                Multi.createFrom().items("a", "b"),
                Multi.createFrom().<String>empty(),
                Multi.createFrom().<String>failure(new IllegalStateException("broken")))) {
            AssertSubscriber<String> ended =
                    running.count(ALICE, () -> stream).subscribe().withSubscriber(AssertSubscriber.create(10));
            assertThat(ended.hasCompleted() || ended.getFailure() != null).isTrue();
        }
        running.<String>count(ALICE, () -> {
                    throw new IllegalStateException("not even made");
                })
                .subscribe()
                .withSubscriber(AssertSubscriber.create(1))
                .assertFailedWith(IllegalStateException.class);
        begin(ALICE).cancel();

        assertThat(running.callers()).isZero();
    }

    @Test
    void streamsThatAreOneRequestRunAsManyAtATimeAsThereMayBe() {
        List<Integer> granted = new ArrayList<>();
        begin(ALICE);

        AssertSubscriber<String> five = count(ALICE, 5, granted);
        AssertSubscriber<String> none = count(ALICE, 5, granted);
        five.cancel();
        count(ALICE, 1, granted);

        assertThat(none.getFailure()).isInstanceOf(ProblemException.class);
        assertThat(granted).containsExactly(2, 1);
    }

    @Test
    void aStreamThatEndsGivesItsPlaceBackWhileTheOthersOfItsRequestGoOn() {
        List<MultiEmitter<? super String>> writers = new ArrayList<>();
        AssertSubscriber<String> three = together(3, 3, writers);
        assertThat(begin(ALICE).getFailure()).isInstanceOf(ProblemException.class);

        writers.get(1).complete();

        three.assertNotTerminated();
        begin(ALICE).assertNotTerminated();
        assertThat(begin(ALICE).getFailure()).isInstanceOf(ProblemException.class);
        writers.get(0).fail(new IllegalStateException("broken"));
        three.assertFailedWith(IllegalStateException.class);
        begin(ALICE).assertNotTerminated();
        begin(ALICE).assertNotTerminated();
        assertThat(begin(ALICE).getFailure()).isInstanceOf(ProblemException.class);
    }

    @Test
    void aPlaceIsLeftToAStreamOfTheSameRequestThatHasNone() {
        List<MultiEmitter<? super String>> writers = new ArrayList<>();
        AssertSubscriber<String> five = together(5, 3, writers);
        assertThat(writers).hasSize(3);

        writers.get(0).complete();
        writers.get(1).complete();

        assertThat(writers).hasSize(5);
        assertThat(begin(ALICE).getFailure()).isInstanceOf(ProblemException.class);
        writers.get(2).complete();
        begin(ALICE).assertNotTerminated().cancel();
        five.cancel();
        assertThat(running.callers()).isZero();
    }

    @Test
    void withoutKeysThereIsNoLimit() {
        List<Integer> granted = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            begin(Caller.ANYONE).assertNotTerminated();
        }
        count(Caller.ANYONE, 8, granted);

        assertThat(granted).containsExactly(8);
        assertThat(running.callers()).isZero();
    }

    private AssertSubscriber<String> begin(Caller caller) {
        return running.<String>count(caller, () -> Multi.createFrom().nothing())
                .subscribe()
                .withSubscriber(AssertSubscriber.create(1));
    }

    private AssertSubscriber<String> together(int streams, int wanted, List<MultiEmitter<? super String>> writers) {
        return running.count(
                        ALICE,
                        streams,
                        wanted,
                        places -> Multi.createFrom()
                                .range(0, streams)
                                .onItem()
                                .transformToMulti(index ->
                                        places.leaving(Multi.createFrom().<String>emitter(writers::add)))
                                .merge(places.atOnce()))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(10));
    }

    private AssertSubscriber<String> count(Caller caller, int wanted, List<Integer> granted) {
        return running.<String>count(caller, wanted, wanted, places -> {
                    granted.add(places.atOnce());
                    return Multi.createFrom().nothing();
                })
                .subscribe()
                .withSubscriber(AssertSubscriber.create(1));
    }
}
