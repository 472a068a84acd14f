package io.escriba.gateway.security.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

final class EscapingFilterTest {
    private static final String FORGED = "\n2026-01-01 ERROR forged";

    @Test
    void aValueCannotForgeALine() {
        ExtLogRecord record =
                new ExtLogRecord(Level.WARN, "A request to %s failed.", ExtLogRecord.FormatStyle.PRINTF, "test");
        record.setParameters(new Object[] {"/x" + FORGED});

        assertThat(logged(record)).containsExactly("WARN A request to /x\\n2026-01-01 ERROR forged failed.");
    }

    @Test
    void aMessageThatNeedsNoEscapeKeepsItsParameters() {
        ExtLogRecord record = new ExtLogRecord(Level.INFO, "%s of %s", ExtLogRecord.FormatStyle.PRINTF, "test");
        record.setParameters(new Object[] {"one", "two"});

        assertThat(logged(record)).containsExactly("INFO one of two");
        assertThat(record.getMessage()).isEqualTo("%s of %s");
    }

    @Test
    void noMessageOfAStackTraceCanForgeALine() {
        IOException suppressed = new IOException("closed" + FORGED);
        IllegalStateException failure = new IllegalStateException("outer" + FORGED, new IOException("inner" + FORGED));
        failure.addSuppressed(suppressed);

        List<String> lines = logged(failed(failure));

        assertThat(lines.get(0))
                .isEqualTo("ERROR It failed.: java.lang.IllegalStateException: outer\\n2026-01-01 ERROR forged");
        assertThat(lines).noneMatch(line -> line.startsWith("2026"));
        assertThat(lines).anyMatch(line -> line.contains("Suppressed: java.io.IOException: closed\\n2026"));
        assertThat(lines).anyMatch(line -> line.contains("Caused by: java.io.IOException: inner\\n2026"));
        assertThat(lines).anyMatch(line -> line.matches("\\s+at .*EscapingFilterTest.*"));
    }

    @Test
    void causesThatGoRoundInACircleEnd() {
        IllegalStateException one = new IllegalStateException("one");
        IllegalStateException two = new IllegalStateException("two", one);
        one.initCause(two);

        assertThat(logged(failed(one)))
                .anyMatch(line -> line.startsWith("Caused by: java.lang.IllegalStateException: two"));
    }

    private static ExtLogRecord failed(Throwable failure) {
        ExtLogRecord record = new ExtLogRecord(Level.ERROR, "It failed.", ExtLogRecord.FormatStyle.NO_FORMAT, "test");
        record.setThrown(failure);
        return record;
    }

    /** The lines of the record after every handler has asked the filter, which may be more than one. */
    private static List<String> logged(ExtLogRecord record) {
        EscapingFilter filter = new EscapingFilter();
        assertThat(filter.isLoggable(record)).isTrue();
        assertThat(filter.isLoggable(record)).isTrue();
        return new PatternFormatter("%p %s%e%n").format(record).lines().toList();
    }
}
