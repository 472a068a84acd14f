package io.escriba.bench.inference;

import io.escriba.bench.load.GenerateClient;
import io.escriba.bench.load.OpenStream;
import io.escriba.bench.load.StreamListener;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.local.CommandException;
import io.grpc.Status;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for the first character of a text. */
final class FirstCharacter implements StreamListener {
    private static final int PATIENCE_SECONDS = 30;

    private final CountDownLatch end = new CountDownLatch(1);
    private volatile long arrival;
    private volatile Status status = Status.UNKNOWN;

    private FirstCharacter() {}

    /**
     * Asks for a text of one character, reads it to its end, and says after how many nanoseconds the character was there.
     *
     * @throws CommandException when it does not come
     */
    static long nanos(GenerateClient client, GenerateRequest request) throws InterruptedException {
        FirstCharacter first = new FirstCharacter();
        long begin = System.nanoTime();
        client.open(request, OpenStream.ALL, first);
        if (!first.end.await(PATIENCE_SECONDS, TimeUnit.SECONDS) || !first.status.isOk()) {
            throw new CommandException("A stream of one character failed: " + first.status);
        }
        return first.arrival - begin;
    }

    @Override
    public void characters(int count) {
        arrival = System.nanoTime();
    }

    @Override
    public void ended(Status how) {
        status = how;
        end.countDown();
    }
}
