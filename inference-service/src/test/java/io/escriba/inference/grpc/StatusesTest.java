package io.escriba.inference.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.inference.batch.ModelBrokenException;
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
    void sendsCallersElsewhereWhenAModelBroke() {
        Status broken = Statuses.ofLogged(new ModelBrokenException(new InternalError("secret")))
                .getStatus();

        assertThat(broken.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(broken.getDescription()).contains("Go on with another one.").doesNotContain("secret");
    }

    @Test
    void saysNoMoreThanCallersTake() {
        String words = "The model does not know " + "漢 (U+6F22), ".repeat(1_000);

        String description = description(words);

        assertThat(words).startsWith(description.substring(0, description.length() - " ...".length()));
        assertThat(description).endsWith(" ...").hasSizeBetween(3_000, 6_000);
        assertThat(description("%".repeat(500))).isEqualTo("%".repeat(500));
        assertThat(description("😀".repeat(501))).isEqualTo("😀".repeat(500) + " ...");
    }

    private static String description(String words) {
        return String.valueOf(Statuses.of(new InvalidRequestException(List.of(words)))
                .getStatus()
                .getDescription());
    }

    @Test
    void keepsWhatNobodyExpectsToTheLog() {
        Status internal = Statuses.of(new IllegalStateException("secret")).getStatus();

        assertThat(internal.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(internal.getDescription()).doesNotContain("secret");
    }
}
