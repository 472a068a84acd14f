package io.escriba.bench.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReaderTest {
    private final EventClient client = new EventClient(10);
    private ScriptedGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = ScriptedGateway.start();
    }

    @AfterEach
    void stop() {
        client.close();
        gateway.close();
    }

    @Test
    void asksAgainWhereAllIsFull() throws Exception {
        Patient patient = new Patient(true);
        patient.read(4);

        gateway.next().refuse(429, Optional.of("1"));
        gateway.next().event("event: problem\ndata: {\"status\":429,\"detail\":\"All is full.\"}");
        gateway.next().text(0, "abcd").end(4);

        await().until(patient::isOver);
        assertThat(patient.failure).isEmpty();
    }

    @Test
    void failsWhereItIsRefusedOtherwise() throws Exception {
        Patient patient = new Patient(true);
        patient.read(4);
        gateway.next().refuse(503, Optional.of("1"));
        await().until(patient::isOver);
        assertThat(patient.failure).hasValueSatisfying(how -> assertThat(how).contains("status 503"));

        Patient impatient = new Patient(false);
        impatient.read(4);
        gateway.next().refuse(429, Optional.of("1"));
        await().until(impatient::isOver);
        assertThat(impatient.failure).hasValueSatisfying(how -> assertThat(how).contains("status 429"));
    }

    @Test
    void hasAFingerprintOfTheTextHoweverItComes() throws Exception {
        Patient whole = new Patient(false);
        Patient pieces = new Patient(false);
        Patient other = new Patient(false);

        Reader first = whole.read(4);
        gateway.next().text(0, "abcd").end(4);
        Reader second = pieces.read(4);
        gateway.next().text(0, "a").text(1, "bc").text(3, "d").end(4);
        Reader third = other.read(4);
        gateway.next().text(0, "abdc").end(4);

        await().until(() -> whole.isOver() && pieces.isOver() && other.isOver());
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(third.fingerprint()).isNotEqualTo(first.fingerprint());
    }

    private final class Patient implements Reader.Host {
        private final boolean patient;
        private volatile boolean over;
        private volatile Optional<String> failure = Optional.empty();

        Patient(boolean patient) {
            this.patient = patient;
        }

        Reader read(long characters) {
            List<InetSocketAddress> gateways = List.of(gateway.address());
            return client.ask(() -> {
                Reader reader = new Reader(client, gateways, "/s", characters, this);
                reader.open();
                return reader;
            });
        }

        boolean isOver() {
            return over;
        }

        @Override
        public void came(int characters, long since) {}

        @Override
        public void ended(Optional<String> how) {
            failure = how;
            over = true;
        }

        @Override
        public boolean asksAgain() {
            return patient;
        }
    }
}
