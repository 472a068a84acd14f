package io.escriba.inference.grpc;

import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.GenerationGrpc;
import io.escriba.name.Name;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Readers who come, dawdle and go, all on one connection. What each of them does, a generator decides. */
final class Crowd implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    /** In bytes: whoever reads slowly is paused soon. */
    private static final int WINDOW = 1024;

    private static final double LONGEST_TEXT = 8_000;

    /** The most messages that a slow one takes at once. */
    private static final int SIP = 300;

    private static final double DEPARTURE = 0.1;
    private static final int ALL = Integer.MAX_VALUE;

    private final ManagedChannel channel;
    private final Name model;
    private final int most;
    private final RandomGenerator random;
    private final Set<Guest> present = new LinkedHashSet<>();
    private final BlockingQueue<Guest> leaving = new LinkedBlockingQueue<>();
    private final List<String> complaints = new ArrayList<>();

    /**
     * Nobody yet.
     *
     * @param most who are there at once
     */
    Crowd(int port, Name model, int most, RandomGenerator random) {
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .flowControlWindow(WINDOW)
                .directExecutor()
                .build();
        this.model = model;
        this.most = most;
        this.random = random;
    }

    /** Lets so many come, one after the other as there is room, and go. Returns when all have gone. */
    void visit(int visits) throws InterruptedException {
        for (int i = 0; i < visits; i++) {
            while (present.size() >= most) {
                awaitDeparture();
            }
            come();
            present.forEach(Guest::lookAround);
        }
        present.forEach(Guest::leave);
        while (!present.isEmpty()) {
            awaitDeparture();
        }
    }

    /** What those had to say whose texts were not what they had asked for. */
    List<String> complaints() {
        return complaints;
    }

    private void come() {
        long characters = (long) Math.exp(random.nextDouble() * Math.log(LONGEST_TEXT));
        // Were all of them slow, nobody would ever go.
        boolean slow = random.nextInt(3) == 0
                && present.stream().filter(guest -> guest.slow).count() < most / 3;
        Guest guest = new Guest(characters, slow, random.nextBoolean());
        present.add(guest);
        guest.come(Caller.request(model, "", characters, random.nextLong()).build());
    }

    private void awaitDeparture() throws InterruptedException {
        Guest guest = leaving.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (guest == null) {
            throw new AssertionError("Of " + present.size() + " readers, none has had the end of its text.");
        }
        present.remove(guest);
        guest.complaint().ifPresent(complaints::add);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** One of them. */
    private final class Guest extends ClientCall.Listener<GenerateResponse> {
        private final long wanted;
        private final boolean slow;
        private final boolean restless;
        private final ClientCall<GenerateRequest, GenerateResponse> call =
                channel.newCall(GenerationGrpc.getGenerateMethod(), CallOptions.DEFAULT);
        private boolean left;
        private long characters;
        private Status end = Status.UNKNOWN;

        Guest(long wanted, boolean slow, boolean restless) {
            this.wanted = wanted;
            this.slow = slow;
            this.restless = restless;
        }

        void come(GenerateRequest request) {
            call.start(this, new Metadata());
            call.request(slow ? 1 : ALL);
            call.sendMessage(request);
            call.halfClose();
        }

        /** Each time that another one comes. */
        void lookAround() {
            if (restless && random.nextDouble() < DEPARTURE) {
                leave();
            } else if (slow) {
                call.request(1 + random.nextInt(SIP));
            }
        }

        void leave() {
            left = true;
            call.cancel("The reader has gone away.", null);
        }

        @Override
        public void onMessage(GenerateResponse message) {
            if (message.hasText()) {
                String text = message.getText().getText();
                characters += text.codePointCount(0, text.length());
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            end = status;
            leaving.add(this);
        }

        /** What it has to say now that it has gone. */
        Optional<String> complaint() {
            boolean content = end.isOk() ? characters == wanted : left && end.getCode() == Status.Code.CANCELLED;
            return content
                    ? Optional.empty()
                    : Optional.of(characters + " of " + wanted + " characters came, and then " + end);
        }
    }
}
