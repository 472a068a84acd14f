package io.escriba.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.local.CommandException;
import io.escriba.local.port.LoopbackPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void givesEveryProcessPortsOfItsOwn() {
        Ports ports = Ports.choose(0, 3);

        Stream<Integer> inference = ports.inference().stream().flatMap(port -> Stream.of(port.http(), port.grpc()));
        assertThat(Stream.concat(Stream.of(ports.broker(), ports.gateway(), ports.trainer()), inference))
                .hasSize(9)
                .doesNotHaveDuplicates();
    }

    @Test
    void takesTheGatewaysPortAsItIsAskedFor() {
        List<Integer> free = LoopbackPorts.free(1);

        assertThat(Ports.choose(free.get(0), 1).gateway()).isEqualTo(free.get(0));
    }

    @Test
    void refusesAPortThatIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.choose(taken.getLocalPort(), 1))
                    .isInstanceOf(CommandException.class)
                    .hasMessage("Port " + taken.getLocalPort()
                            + " is in use. Choose another with --port, or stop what listens there.");
        }
    }

    @Test
    void refusesWhatIsNoPort() {
        assertThatThrownBy(() -> Ports.choose(65_536, 1)).hasMessageContaining("--port is 65536");
    }
}
