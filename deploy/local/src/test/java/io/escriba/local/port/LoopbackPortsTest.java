package io.escriba.local.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {
    @Test
    void seesThatAPortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(LoopbackPorts.isFree(taken.getLocalPort())).isFalse();
        }
    }

    @Test
    void findsDifferentFreePorts() {
        assertThat(LoopbackPorts.free(20)).doesNotHaveDuplicates().allMatch(LoopbackPorts::isFree);
    }
}
