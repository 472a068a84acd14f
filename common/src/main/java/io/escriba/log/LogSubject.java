package io.escriba.log;

import java.util.function.Supplier;
import org.jboss.logging.MDC;

/**
 * What lines of a log are about. It is a matter of a thread, and costs something only where it is used: wherever a line is
 * written, and not for each character.
 *
 * @param field of the log
 * @param id its value; empty for none
 */
public record LogSubject(String field, String id) {
    /** Nothing that could be named. */
    public static final LogSubject NONE = new LogSubject("none", "");

    /** A text that is written for a reader. */
    public static LogSubject stream(String id) {
        return new LogSubject("streamId", id);
    }

    /** A request, as its answer calls it. */
    public static LogSubject request(String id) {
        return new LogSubject("requestId", id);
    }

    /** A training. */
    public static LogSubject job(String id) {
        return new LogSubject("jobId", id);
    }

    /** Does something whose lines are about this. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return id;
        });
    }

    /** Does something whose lines are about this, and gives what it gives. */
    public <T> T call(Supplier<T> work) {
        if (id.isEmpty()) {
            return work.get();
        }
        Object before = MDC.get(field);
        MDC.put(field, id);
        try {
            return work.get();
        } finally {
            if (before == null) {
                MDC.remove(field);
            } else {
                MDC.put(field, before);
            }
        }
    }

    /** Says that all that follows in this request is about this. To be called where Quarkus answers it, which forgets it with the request. */
    public void markRequest() {
        if (!id.isEmpty()) {
            MDC.put(field, id);
        }
    }
}
