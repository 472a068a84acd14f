package io.escriba.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogSubjectTest {
    @AfterEach
    void forget() {
        MDC.clear();
    }

    @Test
    void isThereWhileSomethingIsDoneAndNotAfter() {
        String seen = LogSubject.job("nomes-1-2").call(() -> String.valueOf(MDC.get("jobId")));

        assertThat(seen).isEqualTo("nomes-1-2");
        assertThat(MDC.get("jobId")).isNull();
    }

    @Test
    void leavesWhatWasThereBefore() {
        LogSubject.stream("outer")
                .run(() -> LogSubject.stream("inner")
                        .run(() -> assertThat(MDC.get("streamId")).isEqualTo("inner")));
        LogSubject.stream("outer").run(() -> {
            LogSubject.stream("inner").run(() -> {});
            assertThat(MDC.get("streamId")).isEqualTo("outer");
        });
    }

    @Test
    void isForgottenAlsoWhenSomethingFails() {
        assertThatThrownBy(() -> LogSubject.job("nomes-1-2").run(() -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(MDC.get("jobId")).isNull();
    }

    @Test
    void isNoFieldWhereThereIsNothingToName() {
        LogSubject.NONE.run(() -> assertThat(MDC.getMap()).isEmpty());
        LogSubject.NONE.markRequest();

        assertThat(MDC.getMap()).isEmpty();
    }
}
