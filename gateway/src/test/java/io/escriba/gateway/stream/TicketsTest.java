package io.escriba.gateway.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.security.caller.Caller;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TicketsTest {
    private static final Caller ALICE = new Caller("alice");
    private static final StreamRequest STREAM = new StreamRequest(
            new TextRequest(new ModelVersion(new Name("nomes"), 12), "Ma", 500, new Sampling(0.8, 5, 4)));

    private final Set<Caller> known = new HashSet<>(Set.of(ALICE));
    private Instant now = Instant.parse("2026-03-04T05:06:07.9Z");
    private final InstantSource clock = () -> now;
    private final Tickets tickets = new Tickets(
            new StreamIds("a key of the test".getBytes(UTF_8)), Duration.ofHours(1), known::contains, clock);

    @Test
    void anIdIsGoodForTheTextAndItsOwner() {
        Ticket ticket = tickets.check(tickets.issue(STREAM, ALICE));

        assertThat(ticket.stream()).isEqualTo(STREAM);
        assertThat(ticket.caller()).isEqualTo(ALICE);
    }

    @Test
    void anIdExpires() {
        String id = tickets.issue(STREAM, ALICE);

        now = Instant.parse("2026-03-04T06:06:06.9Z");
        assertThat(tickets.check(id).stream()).isEqualTo(STREAM);
        now = Instant.parse("2026-03-04T06:06:07Z");
        assertRefused(410, id, "2026-03-04T06:06:07Z");
    }

    @Test
    void anIdEndsWithTheKeyThatMadeIt() {
        String id = tickets.issue(STREAM, ALICE);

        known.remove(ALICE);

        assertRefused(403, id, "API key");
    }

    @Test
    void whatIsNoIdIsNoStream() {
        assertRefused(404, "AAAA", "There is no such stream");
    }

    private void assertRefused(int status, String id, String words) {
        Problem problem = catchThrowableOfType(ProblemException.class, () -> tickets.check(id))
                .problem();
        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.detail()).contains(words);
    }
}
