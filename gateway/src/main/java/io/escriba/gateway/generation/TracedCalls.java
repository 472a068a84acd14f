package io.escriba.gateway.generation;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.AbstractStub;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;

/**
 * Makes each call of the inference service a span of the request that it serves. The request is told with the call, as a call that is made
 * again is made by whatever thread has noticed the failure. Where a request is not traced, its calls stay as they are.
 */
final class TracedCalls implements ClientInterceptor {
    private static final CallOptions.Key<Context> REQUEST = CallOptions.Key.create("escriba-request");

    private final Tracer tracer;

    TracedCalls(Tracer tracer) {
        this.tracer = tracer;
    }

    /** The same calls, for this request. */
    static <S extends AbstractStub<S>> S of(Context request, S stub) {
        return isTraced(request) ? stub.withOption(REQUEST, request) : stub;
    }

    private static boolean isTraced(Context request) {
        return Span.fromContext(request).getSpanContext().isValid();
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        Context request = options.getOption(REQUEST);
        if (request == null) {
            return next.newCall(method, options);
        }
        Span span = tracer.spanBuilder(method.getFullMethodName())
                .setSpanKind(SpanKind.CLIENT)
                .setParent(request)
                .setAttribute("rpc.system", "grpc")
                .setAttribute("server.address", next.authority())
                .startSpan();
        return new TracedCall<>(next.newCall(method, options), span, request.with(span));
    }

    private static final class TracedCall<Q, R> extends SimpleForwardingClientCall<Q, R> {
        private final Span span;
        private final Context context;

        TracedCall(ClientCall<Q, R> call, Span span, Context context) {
            super(call);
            this.span = span;
            this.context = context;
        }

        @Override
        public void start(Listener<R> listener, Metadata headers) {
            W3CTraceContextPropagator.getInstance()
                    .inject(
                            context,
                            headers,
                            (none, name, value) ->
                                    headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
            super.start(
                    new SimpleForwardingClientCallListener<>(listener) {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            if (!status.isOk()) {
                                span.setStatus(
                                        StatusCode.ERROR, status.getCode().name());
                            }
                            span.end();
                            super.onClose(status, trailers);
                        }
                    },
                    headers);
        }
    }
}
