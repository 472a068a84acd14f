package io.escriba.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.escriba.bench.reader.EventClient;
import io.escriba.bench.reader.ScriptedGateway;
import io.escriba.bench.reader.ScriptedGateway.Answer;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrowdTest {
    private ScriptedGateway gateway;
    private EventClient client;
    private Crowd crowd;

    @BeforeEach
    void start() throws Exception {
        gateway = ScriptedGateway.start();
        client = new EventClient(10);
        crowd = new Crowd(client);
    }

    @AfterEach
    void stop() throws Exception {
        crowd.close();
        client.close();
        gateway.close();
    }

    @Test
    void countsCharactersAndTheTimesBetweenEvents() throws Exception {
        crowd.add(List.of(gateway.address()), "/s", 4);

        gateway.next().text(0, "a").text(1, "bc").text(3, "d").end(4);

        await().until(crowd::isOver);
        assertThat(crowd.counted().ended()).isEqualTo(1);
        assertThat(crowd.counted().failures().problem()).isEmpty();
        assertThat(crowd.counted().gaps().getTotalCount()).isEqualTo(2);
        assertThat(crowd.counted().charactersPerSecond()).isPositive();
    }

    @Test
    void hasReadWhenEachReaderHas() throws Exception {
        crowd.add(List.of(gateway.address()), "/s", 4);
        Answer first = gateway.next().text(0, "ab");
        crowd.add(List.of(gateway.address()), "/s", 4);
        Answer second = gateway.next().text(0, "a");
        assertThat(crowd.haveRead(2)).isFalse();

        second.text(1, "b");

        await().until(() -> crowd.haveRead(2));
        assertThat(crowd.isOver()).isFalse();
        first.close();
        await().untilAsserted(() ->
                assertThatThrownBy(() -> crowd.haveRead(2)).hasMessageContaining("after 2 of 4 characters"));
    }

    @Test
    void noticesWhatIsMissing() throws Exception {
        crowd.add(List.of(gateway.address()), "/s", 4);

        gateway.next().text(0, "a").text(2, "c");

        await().until(crowd::isOver);
        assertThat(crowd.failures().problem())
                .hasValueSatisfying(problem ->
                        assertThat(problem).contains("1 characters at 2 with the id 3 after 1 of 4 characters"));
    }

    @Test
    void noticesWhatComesTwice() throws Exception {
        crowd.add(List.of(gateway.address()), "/s", 4);

        gateway.next().text(0, "ab").text(1, "b");

        await().until(crowd::isOver);
        assertThat(crowd.failures().count()).isEqualTo(1);
    }

    @Test
    void noticesAnEarlyEndAProblemAndARefusal() throws Exception {
        for (int reader = 0; reader < 3; reader++) {
            crowd.add(List.of(gateway.address()), "/s", 4);
        }

        gateway.next().text(0, "a").end(1);
        gateway.next().text(0, "a").event("event: problem\ndata: {\"detail\":\"It broke.\"}");
        gateway.next().refuse();

        await().until(crowd::isOver);
        assertThat(crowd.failures().count()).isEqualTo(3);
    }

    @Test
    void goesOnAtAnotherGateway() throws Exception {
        try (ScriptedGateway other = ScriptedGateway.start()) {
            List<InetSocketAddress> both = List.of(gateway.address(), other.address());
            crowd.add(both, "/s", 4);
            gateway.next().text(0, "ab").await(() -> crowd.haveRead(2)).close();

            Answer answer = other.next();
            answer.text(2, "cd").end(4);

            await().until(crowd::isOver);
            assertThat(answer.lastEventId()).hasValue("2");
            assertThat(crowd.failures().problem()).isEmpty();
        }
    }

    @Test
    void readsOnWhereItStopped() throws Exception {
        crowd.add(List.of(gateway.address()), "/s", 3);
        Answer answer = gateway.next().text(0, "a").await(() -> crowd.haveRead(1));
        crowd.pause();
        answer.text(1, "b").text(2, "c").end(3);

        crowd.resume();

        await().until(crowd::isOver);
        assertThat(crowd.counted().ended()).isEqualTo(1);
    }
}
