package io.escriba.s3server;

import io.escriba.s3server.Disturbance.Direction;
import io.escriba.s3server.Disturbance.Effect;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;
import org.jclouds.blobstore.domain.MultipartUpload;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.options.ListContainerOptions;

/** S3Proxy with one bucket, behind a line of its own. What is stored outlives its being stopped. */
public final class S3Server implements AutoCloseable {
    /** The one bucket. */
    public static final String BUCKET = "models";

    /** Who may use it. */
    public static final String ACCESS_KEY_ID = "escriba";

    /** How that is proved. */
    public static final String SECRET_ACCESS_KEY = "of-the-test-server";

    private final BlobStoreContext context;
    private final Line line;
    private Optional<S3Proxy> running = Optional.empty();
    private CountDownLatch stopped = new CountDownLatch(1);

    private S3Server(BlobStoreContext context) throws IOException {
        this.context = context;
        this.line = new Line(this::stop);
    }

    /** Starts a server on a free port, with nothing in it. */
    public static S3Server start() throws Exception {
        BlobStoreContext context = ContextBuilder.newBuilder(new TransientApiMetadata())
                .credentials("any", "any")
                .build(BlobStoreContext.class);
        context.getBlobStore().createContainerInLocation(null, BUCKET);
        S3Server server = new S3Server(context);
        server.startAgain();
        return server;
    }

    /** Starts what has been stopped, at the same address. */
    public synchronized void startAgain() throws Exception {
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(blobs())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY_ID, SECRET_ACCESS_KEY)
                .build();
        proxy.start();
        running = Optional.of(proxy);
        stopped = new CountDownLatch(1);
        line.connect(proxy.getPort());
    }

    /** Where it is found. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + line.port());
    }

    /** Stops it; whoever uses it loses the connection. */
    public synchronized void stop() {
        line.cut();
        try {
            if (running.isPresent()) {
                running.get().stop();
            }
        } catch (Exception e) {
            throw new AssertionError("S3Proxy cannot be stopped.", e);
        }
        running = Optional.empty();
        stopped.countDown();
    }

    /** Stops it when so many bytes of a request have been received that matches this. */
    public void stopWhileItReceives(String request, long after) {
        disturb(request, Direction.UP, after, 1, Effect.STOP);
    }

    /** Stops it when so many bytes of the answer to such a request have been sent. */
    public void stopWhileItSends(String request, long after) {
        disturb(request, Direction.DOWN, after, 1, Effect.STOP);
    }

    /** Breaks the connections of the next requests that match this, after so many bytes. */
    public void breakWhileItReceives(String request, long after, int times) {
        disturb(request, Direction.UP, after, times, Effect.BREAK);
    }

    /** Breaks the connections of the next requests that match this, after so many bytes of the answers. */
    public void breakWhileItSends(String request, long after, int times) {
        disturb(request, Direction.DOWN, after, times, Effect.BREAK);
    }

    /** Takes no more than so many bytes of requests that match this. */
    public void stallWhileItReceives(String request, long after) {
        disturb(request, Direction.UP, after, Integer.MAX_VALUE, Effect.STALL);
    }

    private void disturb(String request, Direction direction, long after, int times, Effect effect) {
        line.disturb(new Disturbance(Pattern.compile(request), direction, after, new AtomicInteger(times), effect));
    }

    /** Returns when it has been stopped by a request. */
    public void awaitStop() throws InterruptedException {
        if (!latch().await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("No request came that was to stop the server.");
        }
    }

    private synchronized CountDownLatch latch() {
        return stopped;
    }

    /** The keys of all objects. */
    public List<String> keys() {
        return blobs().list(BUCKET, ListContainerOptions.Builder.recursive()).stream()
                .map(StorageMetadata::getName)
                .toList();
    }

    /** The keys of the uploads that have neither been completed nor aborted. */
    public List<String> unfinishedUploads() {
        return blobs().listMultipartUploads(BUCKET).stream()
                .map(MultipartUpload::blobName)
                .toList();
    }

    /** Replaces what an object holds; its metadata stay. */
    public void replace(String key, byte[] content) {
        Map<String, String> metadata = blobs().blobMetadata(BUCKET, key).getUserMetadata();
        blobs().putBlob(
                        BUCKET,
                        blobs().blobBuilder(key)
                                .userMetadata(metadata)
                                .payload(content)
                                .contentLength(content.length)
                                .build());
    }

    private BlobStore blobs() {
        return context.getBlobStore();
    }

    @Override
    public void close() {
        stop();
        line.close();
        context.close();
    }
}
