package io.escriba.gateway.security.log;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Escapes what is about to be logged, whoever logs it: this service, Quarkus or a library. It lets everything pass.
 * Every handler must name it ({@code quarkus.log.console.filter}).
 */
@LoggingFilter(name = "escaping")
public final class EscapingFilter implements Filter {
    private final ExtFormatter formatter = new PatternFormatter("%s");

    /** Quarkus needs it. */
    public EscapingFilter() {}

    /** The log manager hands on records of its own kind only, whatever it was given. */
    @Override
    public boolean isLoggable(LogRecord record) {
        if (record instanceof ExtLogRecord extended && extended.getMessage() != null) {
            // With its parameters in place, because it is they that users write.
            String message = formatter.formatMessage(extended);
            String escaped = LogText.escaped(message);
            if (!escaped.equals(message)) {
                extended.setMessage(escaped, ExtLogRecord.FormatStyle.NO_FORMAT);
            }
        }
        if (record.getThrown() != null) {
            record.setThrown(LoggedThrowable.of(record.getThrown()));
        }
        return true;
    }
}
