package io.escriba.trainer.job;

import io.escriba.log.LogSubject;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.function.Supplier;

/**
 * How the work on a job is seen from outside: the lines that it logs name the job, and its span belongs to the trace of who ordered
 * it. What is written meanwhile carries the trace on. Thread-safe.
 */
final class JobTrace {
    private final LogSubject subject;
    private final Span span;
    private final Context context;

    /**
     * Begins now.
     *
     * @param ordered what whoever ordered the job was doing
     */
    JobTrace(Tracer tracer, JobOrder order, Context ordered) {
        this.subject = LogSubject.job(order.job().id());
        this.span = tracer.spanBuilder("train")
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(ordered)
                .setAttribute("escriba.job", order.job().id())
                .setAttribute("escriba.model", order.version().toString())
                .startSpan();
        this.context = ordered.with(span);
    }

    /** Works on the job. */
    void run(Runnable work) {
        subject.run(context.wrap(work));
    }

    /** Works on the job, and gives what comes of it. */
    <T> T call(Supplier<T> work) {
        return subject.call(context.wrapSupplier(work));
    }

    /** The job has ended so. */
    void ended(JobOutcome outcome) {
        span.setAttribute("escriba.outcome", outcome.name());
        outcome.failure().ifPresent(reason -> span.setStatus(StatusCode.ERROR, reason));
    }

    /** Nothing more is done here. */
    void close() {
        span.end();
    }
}
