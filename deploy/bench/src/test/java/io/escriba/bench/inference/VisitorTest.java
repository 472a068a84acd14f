package io.escriba.bench.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.escriba.bench.inference.Visitor.Habit;
import io.escriba.bench.inference.Visitor.Outcome;
import io.escriba.bench.load.GenerateClient;
import io.escriba.bench.load.ScriptedServer;
import io.escriba.bench.load.ScriptedServer.Call;
import io.escriba.grpc.v1.GenerateRequest;
import io.grpc.Status;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VisitorTest {
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private ScriptedServer server;
    private GenerateClient client;

    @BeforeEach
    void start() throws Exception {
        server = ScriptedServer.start();
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void isContentWithEveryCharacter() throws Exception {
        visit(Habit.EAGER, 3);

        server.next().write("ab").write("c").end();

        assertEnd(Outcome.COMPLETE, 3);
    }

    @Test
    void isNotContentWithFewer() throws Exception {
        visit(Habit.EAGER, 3);

        server.next().write("ab").end();

        assertEnd(Outcome.FAILED, 2);
    }

    @Test
    void isNotContentWithAStreamThatBreaks() throws Exception {
        visit(Habit.EAGER, 3);

        server.next().write("abc").fail(Status.INTERNAL);

        assertEnd(Outcome.FAILED, 3);
    }

    @Test
    void hasLeftWhenItHasGoneAway() throws Exception {
        Visitor visitor = visit(Habit.RESTLESS, 3);
        Call call = server.next();

        visitor.leave();

        await().until(call::isCancelled);
        assertEnd(Outcome.LEFT, 0);
    }

    @Test
    void readsNothingUntilItIsLookedAtWhenItIsSlow() throws Exception {
        Visitor visitor = visit(Habit.SLOW, 1);
        server.next().write("a").end();
        assertThat(ends).isEmpty();

        SplittableRandom random = new SplittableRandom(1);
        await().until(() -> {
            visitor.lookAt(random);
            return !ends.isEmpty();
        });

        assertEnd(Outcome.COMPLETE, 1);
    }

    private Visitor visit(Habit habit, long wanted) {
        Visitor visitor =
                new Visitor(habit, wanted, (who, outcome, characters, how) -> ends.add(outcome + " " + characters));
        visitor.come(client, GenerateRequest.getDefaultInstance());
        return visitor;
    }

    private void assertEnd(Outcome outcome, long characters) {
        await().until(() -> !ends.isEmpty());
        assertThat(ends).containsExactly(outcome + " " + characters);
    }
}
