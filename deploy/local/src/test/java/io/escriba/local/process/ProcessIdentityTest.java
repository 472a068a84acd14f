package io.escriba.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
    @Test
    void findsTheProcessAgain() {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current());

        assertThat(self.find()).contains(ProcessHandle.current());
    }

    @Test
    void doesNotTakeALaterProcessWithTheSameIdForIt() {
        ProcessIdentity earlier =
                new ProcessIdentity(ProcessHandle.current().pid(), Instant.parse("2020-01-01T00:00:00Z"));

        assertThat(earlier.find()).isEmpty();
    }
}
