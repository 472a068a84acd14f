package io.escriba.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {
    @Test
    void givesTheDataOfEachEvent() {
        ServerSentEvents events =
                events(": ping", "", "event: step", "id: 1", "data: {\"a\":1}", "", "", "data:one", "data: two", "");

        assertThat(events.next()).contains("{\"a\":1}");
        assertThat(events.next()).contains("one\ntwo");
        assertThat(events.next()).isEmpty();
    }

    @Test
    void dropsAnEventThatWasCutOff() {
        assertThat(events("data: half").next()).isEmpty();
    }

    private static ServerSentEvents events(String... lines) {
        return new ServerSentEvents(List.of(lines).iterator());
    }
}
