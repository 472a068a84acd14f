package io.escriba.inference.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.inference.batch.ServiceStoppingException;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class StatusesTest {
    @Test
    void tellsTheCallerWhatToDo() {
        Status invalid = Statuses.of(new InvalidRequestException(List.of("One.", "Two.")))
                .getStatus();

        assertThat(invalid.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(invalid.getDescription()).isEqualTo("One. Two.");
    }

    @Test
    void looksBehindTheWrapperOfAFuture() {
        Status stopping = Statuses.of(new CompletionException(new ServiceStoppingException()))
                .getStatus();

        assertThat(stopping.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(stopping.getDescription()).contains("shutting down");
    }

    @Test
    void keepsWhatNobodyExpectsToTheLog() {
        Status internal = Statuses.of(new IllegalStateException("secret")).getStatus();

        assertThat(internal.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(internal.getDescription()).doesNotContain("secret");
    }
}
