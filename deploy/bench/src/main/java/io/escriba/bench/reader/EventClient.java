package io.escriba.bench.reader;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Connections to gateways, each of which reads one stream of events as a browser does, over HTTP/1.1. One thread has all of them;
 * all else of them happens on it too.
 */
public final class EventClient implements AutoCloseable {
    private static final int OK = 200;

    /** What the system holds of a stream that its reader does not read; by itself, Linux would take some megabytes. */
    private static final int RECEIVE_BUFFER = 64 * 1024;

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final Context thread = vertx.getOrCreateContext();
    private final HttpClient http;

    /**
     * Without connections yet.
     *
     * @param most that there can be at the same time
     */
    public EventClient(int most) {
        http = vertx.createHttpClient(
                new HttpClientOptions().setReceiveBufferSize(RECEIVE_BUFFER),
                new PoolOptions().setHttp1MaxSize(most).setEventLoopSize(1));
    }

    /** Hears of one connection. */
    public interface Listener {
        /** An event has come. */
        void event(StreamEvent event);

        /**
         * Nothing more comes. It is not told to whoever has cancelled.
         *
         * @param how the connection ended, in words
         */
        void closed(String how);

        /**
         * There is no stream here now. Nothing more comes.
         *
         * @param status of the answer
         * @param after when it makes sense to ask again, if the answer says so
         * @param body of the answer
         */
        default void refused(int status, Optional<Duration> after, String body) {
            closed("status " + status + ": " + body);
        }
    }

    /** A connection that has been asked for. */
    public interface Connection {
        /** Reads nothing until it is resumed. */
        void pause();

        /** Reads on. */
        void resume();

        /** Goes away. */
        void cancel();
    }

    /** Has the thread of the connections do something, and waits for what it gives. */
    public <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        thread.runOnContext(now -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.join();
    }

    /** Has the thread of the connections do something later. */
    void after(Duration time, Runnable task) {
        vertx.setTimer(Math.max(1, time.toMillis()), timer -> thread.runOnContext(now -> task.run()));
    }

    /**
     * Reads a stream. Only for the thread of the connections.
     *
     * @param after id of the last event that came before, if any
     */
    public Connection open(InetSocketAddress gateway, String path, Optional<String> after, Listener listener) {
        RequestOptions options = new RequestOptions()
                .setHost(gateway.getHostString())
                .setPort(gateway.getPort())
                .setURI(path);
        after.ifPresent(id -> options.putHeader("Last-Event-ID", id));
        Stream stream = new Stream(listener);
        http.request(options)
                .compose(request -> stream.send(request))
                .onSuccess(stream::read)
                .onFailure(failure -> stream.end(String.valueOf(failure.getMessage())));
        return stream;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static final class Stream implements Connection {
        private final Listener listener;
        private Optional<HttpClientRequest> request = Optional.empty();
        private Optional<HttpClientResponse> response = Optional.empty();
        private boolean ended;

        Stream(Listener listener) {
            this.listener = listener;
        }

        Future<HttpClientResponse> send(HttpClientRequest connected) {
            if (ended) {
                connected.reset();
                return Future.failedFuture("cancelled");
            }
            request = Optional.of(connected);
            return connected.send();
        }

        void read(HttpClientResponse answer) {
            response = Optional.of(answer);
            answer.exceptionHandler(failure -> end(String.valueOf(failure.getMessage())));
            if (answer.statusCode() == OK) {
                answer.endHandler(end -> end("the end of the answer"));
                answer.handler(RecordParser.newDelimited("\n\n", this::event));
            } else {
                answer.body()
                        .onSuccess(body -> refuse(answer, body.toString(StandardCharsets.UTF_8)))
                        .onFailure(failure -> refuse(answer, String.valueOf(failure.getMessage())));
            }
        }

        private void event(Buffer block) {
            if (!ended) {
                listener.event(StreamEvent.parse(block.toString(StandardCharsets.UTF_8)));
            }
        }

        private void refuse(HttpClientResponse answer, String body) {
            if (!ended) {
                ended = true;
                listener.refused(
                        answer.statusCode(),
                        Optional.ofNullable(answer.getHeader("Retry-After"))
                                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))),
                        body);
            }
        }

        void end(String how) {
            if (!ended) {
                ended = true;
                listener.closed(how);
            }
        }

        @Override
        public void pause() {
            response.ifPresent(HttpClientResponse::pause);
        }

        @Override
        public void resume() {
            response.ifPresent(HttpClientResponse::resume);
        }

        @Override
        public void cancel() {
            ended = true;
            request.ifPresent(HttpClientRequest::reset);
        }
    }
}
