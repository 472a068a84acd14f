package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ServerHealthTest {
    private final Throwable away = Status.UNAVAILABLE.asRuntimeException();

    private Instant now = Instant.EPOCH;
    private final ServerHealth health = new ServerHealth(() -> now);

    @Test
    void setsAsideForAMomentWhoeverTakesNoTexts() {
        health.failed("away:1", away);
        health.failed("full:1", Status.RESOURCE_EXHAUSTED.asRuntimeException());

        assertThat(health.isAside("away:1")).isTrue();
        assertThat(health.isAside("full:1")).isTrue();
        assertThat(health.isAside("other:1")).isFalse();

        now = now.plus(Duration.ofSeconds(1));
        assertThat(health.isAside("away:1")).isFalse();
        assertThat(health.isAside("full:1")).isFalse();
    }

    @Test
    void whoeverWritesIsBack() {
        health.failed("a:1", away);

        health.answered("a:1");

        assertThat(health.isAside("a:1")).isFalse();
    }

    @Test
    void whoeverDoesNotListItsModelsStaysAsideUntilItDoes() {
        health.silent("a:1", Status.DEADLINE_EXCEEDED.asRuntimeException());
        health.failed("a:1", away);

        now = now.plus(Duration.ofHours(1));
        assertThat(health.isAside("a:1")).isTrue();
        assertThat(health.isSilent("a:1")).isTrue();

        health.heard("a:1");
        assertThat(health.isAside("a:1")).isFalse();
        assertThat(health.isSilent("a:1")).isFalse();
    }

    @Test
    void whoeverListsItsModelsMayTakeNoTextsAllTheSame() {
        health.failed("draining:1", away);

        health.heard("draining:1");

        assertThat(health.isAside("draining:1")).isTrue();
        assertThat(health.isSilent("draining:1")).isFalse();
    }

    @Test
    void doesNotBlameAServerForAWrongRequest() {
        health.failed("a:1", Status.INVALID_ARGUMENT.asRuntimeException());
        health.failed("a:1", Status.NOT_FOUND.asRuntimeException());

        assertThat(health.isAside("a:1")).isFalse();
    }

    @Test
    void forgetsServersThatAreNoLongerFound() {
        health.failed("a:1", away);
        health.failed("b:1", away);

        health.retain(Set.of("b:1"));

        assertThat(health.isAside("a:1")).isFalse();
        assertThat(health.isAside("b:1")).isTrue();
    }
}
