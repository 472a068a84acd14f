package io.escriba.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.escriba.bench.load.ScriptedServer.Call;
import io.escriba.grpc.v1.GenerateRequest;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SteadyLoadTest {
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
    void beginsTheNextTextWhereOneEnds() throws Exception {
        try (SteadyLoad load = load(1)) {
            server.next().write("a").end();

            server.next().write("b");

            assertThat(load.hasBegun()).isTrue();
            assertThat(load.counted().ended()).isEqualTo(1);
        }
    }

    @Test
    void hasBegunWhenEachStreamHasHadACharacter() throws Exception {
        try (SteadyLoad load = load(2)) {
            server.next().write("a").end();
            Call second = server.next();
            server.next().write("c");
            assertThat(load.hasBegun()).isFalse();

            second.write("b");

            await().until(load::hasBegun);
        }
    }

    @Test
    void countsAGapForEachCharacterButTheFirstOfAText() throws Exception {
        try (SteadyLoad load = load(1)) {
            server.next().write("a").write("ãb😀").end();
            server.next().write("c").end();
            server.next();

            LoadFigures figures = load.counted();

            assertThat(figures.gaps().getTotalCount()).isEqualTo(3);
            assertThat(figures.charactersPerSecond()).isPositive();
        }
    }

    @Test
    void countsAnew() throws Exception {
        try (SteadyLoad load = load(1)) {
            server.next().write("a").write("b").end();
            server.next();

            load.count();

            LoadFigures figures = load.counted();
            assertThat(figures.gaps().getTotalCount()).isZero();
            assertThat(figures.charactersPerSecond()).isZero();
            assertThat(figures.ended()).isZero();
        }
    }

    @Test
    void saysHowTheFirstTextFailed() throws Exception {
        try (SteadyLoad load = load(2)) {
            server.next().fail(Status.INTERNAL.withDescription("It broke"));
            await().until(() -> load.counted().failures().count() == 1);
            server.next().fail(Status.UNAVAILABLE.withDescription("It stops"));
            await().until(() -> load.counted().failures().count() == 2);

            assertThatThrownBy(load::hasBegun)
                    .hasMessage("2 texts were not complete. The first ended with INTERNAL It broke.");
        }
    }

    @Test
    void doesNotCallItAFailureThatItEndsItself() throws Exception {
        SteadyLoad load = load(1);
        Call call = server.next().write("a");
        await().until(load::hasBegun);

        load.close();

        await().until(call::isCancelled);
        assertThat(load.counted().failures()).isEqualTo(Failures.NONE);
    }

    private SteadyLoad load(int streams) {
        return SteadyLoad.open(client, streams, OpenStream.ALL, GenerateRequest::getDefaultInstance);
    }
}
