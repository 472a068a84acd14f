package io.escriba.gateway;

import io.escriba.grpc.v1.End;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.grpc.v1.GenerationGrpc;
import io.escriba.grpc.v1.ListModelsRequest;
import io.escriba.grpc.v1.ListModelsResponse;
import io.escriba.grpc.v1.LogProbabilities;
import io.escriba.grpc.v1.ScoreRequest;
import io.escriba.grpc.v1.ScoreResponse;
import io.escriba.grpc.v1.ServedModel;
import io.escriba.grpc.v1.Snapshot;
import io.escriba.grpc.v1.Start;
import io.escriba.grpc.v1.Text;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The contract of {@code escriba.v1.Generation} without a network: the character at an index depends on seed and index
 * only, as the real service promises. What a model's name says is how it behaves.
 */
public final class FakeInference extends GenerationGrpc.GenerationImplBase {
    /** What every model writes with; some characters take two or four bytes, one takes two UTF-16 units. */
    public static final String ALPHABET = "abcdeã😀ç \n";

    /** Writes as it should. */
    public static final String LETTERS = "letters";

    /** Ends its text after {@link #NAME_LENGTH} characters. */
    public static final String NAMES = "names";

    /** Is loaded only after it was asked for twice. */
    public static final String LATE = "late";

    /** Has too many streams. */
    public static final String BUSY = "busy";

    /** Breaks off after 3 characters of every text, and cannot go on with it. */
    public static final String BREAKS = "breaks";

    /** Breaks off after 3 characters of every call. */
    public static final String STUMBLES = "stumbles";

    /** Fails as nobody expects. */
    public static final String FAILS = "fails";

    /** Is published, but no service can be reached that has it. */
    public static final String AWAY = "away";

    /** Never ends. */
    public static final String ENDLESS = "endless";

    /** Writes {@link #VERSES} over and over, each code point a character of its own. */
    public static final String POET = "poet";

    /** Sentences from left to right and from right to left, letters with marks, one emoji of several, and what looks like markup. */
    public static final String VERSES = "Boa noite, 👩‍👩‍👧! שלום עולם. ệ e\u0323\u0302 👋🏽 <b>x</b>.\n";

    /** Waits before the character whose index is the seed, until {@link #goOn} or {@link #giveUp} is called with that seed. */
    public static final String HESITATES = "hesitates";

    /** Gives snapshots, if they are asked for. */
    public static final String REMEMBERS = "remembers";

    /** Has a version 2 that cannot be loaded; writes with version 1. */
    public static final String UNLOADABLE = "unloadable";

    /** Characters of a text of {@link #NAMES}. */
    public static final long NAME_LENGTH = 5;

    static final Set<String> MODELS = Set.of(
            LETTERS, NAMES, LATE, BUSY, BREAKS, FAILS, STUMBLES, AWAY, ENDLESS, HESITATES, REMEMBERS, UNLOADABLE, POET);
    private static final int[] CHARACTERS = ALPHABET.codePoints().toArray();
    private static final int[] OF_VERSES = VERSES.codePoints().toArray();

    private final Queue<GenerateRequest> requests = new ConcurrentLinkedQueue<>();
    private final Queue<ScoreRequest> scores = new ConcurrentLinkedQueue<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private final Queue<Long> cancelledSeeds = new ConcurrentLinkedQueue<>();
    private final Map<Long, CompletableFuture<Boolean>> decisions = new ConcurrentHashMap<>();

    /** The characters of a text from one index to before another. */
    public static String text(long seed, long from, long to) {
        return text(CHARACTERS, seed, from, to);
    }

    /** The characters of a text of {@link #POET} from one index to before another. */
    public static String verses(long seed, long from, long to) {
        return text(OF_VERSES, seed, from, to);
    }

    private static String text(int[] characters, long seed, long from, long to) {
        StringBuilder text = new StringBuilder();
        for (long i = from; i < to; i++) {
            text.appendCodePoint(characters[(int) Math.floorMod(seed + i, (long) characters.length)]);
        }
        return text.toString();
    }

    /** The characters that a model knows. */
    static String alphabet(String model) {
        return model.equals(POET) ? ALPHABET + VERSES : ALPHABET;
    }

    /** How likely every model finds a character everywhere, in nats; nothing is the end of the text, which is likeliest. */
    public static double logProbability(String character) {
        return character.isEmpty() ? -0.25 : -0.25 * (ALPHABET.indexOf(character) + 2);
    }

    /** All requests for texts so far, in order. */
    public Queue<GenerateRequest> requests() {
        return requests;
    }

    /** All requests for scores so far, in order. */
    public Queue<ScoreRequest> scores() {
        return scores;
    }

    /** Messages with text that were sent so far. */
    public long sent() {
        return sent.get();
    }

    /** Completes when a caller has cancelled a call. */
    public CompletableFuture<Void> cancelled() {
        return cancelled;
    }

    /** The seeds of texts whose callers have cancelled them, in order. */
    public Queue<Long> cancelledSeeds() {
        return cancelledSeeds;
    }

    /** Texts of {@link #HESITATES} with this seed are written to their end. */
    public void goOn(long seed) {
        decision(seed).complete(true);
    }

    /** Texts of {@link #HESITATES} with this seed break off, now and whenever they are asked for. */
    public void giveUp(long seed) {
        decision(seed).complete(false);
    }

    private CompletableFuture<Boolean> decision(long seed) {
        return decisions.computeIfAbsent(seed, hesitating -> new CompletableFuture<>());
    }

    @Override
    public void generate(GenerateRequest request, StreamObserver<GenerateResponse> observer) {
        requests.add(request);
        Status refusal = refusal(request.getModel(), request.getVersion());
        if (!refusal.isOk()) {
            observer.onError(refusal.asRuntimeException());
            return;
        }
        new Writer(request, (ServerCallStreamObserver<GenerateResponse>) observer).start();
    }

    @Override
    public void score(ScoreRequest request, StreamObserver<ScoreResponse> observer) {
        scores.add(request);
        Status refusal = refusal(request.getModel(), request.getVersion());
        if (!refusal.isOk()) {
            observer.onError(refusal.asRuntimeException());
            return;
        }
        observer.onNext(ScoreResponse.newBuilder()
                .setStart(Start.newBuilder().setVersion(request.getVersion()).setExact(true))
                .build());
        observer.onNext(ScoreResponse.newBuilder()
                .setText(Text.newBuilder()
                        .setText(request.getText())
                        .addAllLogProbabilities(request.getText()
                                .codePoints()
                                .mapToObj(Character::toString)
                                .map(character -> likelihood(character, request.getCandidates()))
                                .toList()))
                .build());
        observer.onCompleted();
    }

    @Override
    public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> observer) {
        observer.onNext(ListModelsResponse.newBuilder()
                .addModels(ServedModel.newBuilder()
                        .setName(UNLOADABLE)
                        .setVersion(1)
                        .setState(ServedModel.State.STATE_SERVING))
                .addModels(ServedModel.newBuilder()
                        .setName(UNLOADABLE)
                        .setVersion(2)
                        .setState(ServedModel.State.STATE_FAILED)
                        .setProblem("The file is damaged."))
                .build());
        observer.onCompleted();
    }

    private Status refusal(String model, long version) {
        if (!MODELS.contains(model) || (model.equals(LATE) && asked.add(model + version))) {
            return Status.NOT_FOUND.withDescription("No model '" + model + "' is served here.");
        }
        return switch (model) {
            case BUSY -> Status.RESOURCE_EXHAUSTED.withDescription("256 streams run and 256 wait.");
            case FAILS -> Status.INTERNAL.withDescription("NullPointerException at Batch.java:12");
            case AWAY -> Status.UNAVAILABLE.withDescription("io exception");
            case UNLOADABLE ->
                version == 1 ? Status.OK : Status.FAILED_PRECONDITION.withDescription("The file is damaged.");
            default -> Status.OK;
        };
    }

    private static LogProbabilities likelihood(String character, int candidates) {
        LogProbabilities.Builder likelihood =
                LogProbabilities.newBuilder().setLogProbability(logProbability(character));
        Stream.concat(Stream.of(""), ALPHABET.codePoints().mapToObj(Character::toString))
                .limit(candidates)
                .forEach(candidate -> likelihood
                        .addTopBuilder()
                        .setCharacter(candidate)
                        .setLogProbability(logProbability(candidate)));
        return likelihood.build();
    }

    /** One call: sends a character whenever the transport takes one. */
    private final class Writer {
        private final GenerateRequest request;
        private final ServerCallStreamObserver<GenerateResponse> observer;
        private final long end;
        private final long hesitation;
        private boolean hesitates;
        private @Nullable CompletableFuture<Void> decided;
        private boolean finished;
        private long index;

        Writer(GenerateRequest request, ServerCallStreamObserver<GenerateResponse> observer) {
            this.request = request;
            this.observer = observer;
            this.index = request.getSkip();
            this.hesitation =
                    request.getModel().equals(HESITATES) ? request.getSampling().getSeed() : -1;
            this.hesitates = hesitation >= 0;
            this.end = switch (request.getModel()) {
                case NAMES -> Math.min(NAME_LENGTH, request.getMaxCharacters());
                case BREAKS -> Math.max(3, request.getSkip());
                case STUMBLES -> Math.min(request.getSkip() + 3, request.getMaxCharacters());
                case ENDLESS -> Long.MAX_VALUE;
                default -> stop().orElse(request.getMaxCharacters());
            };
        }

        /** Where the first of the strings to stop at begins, of those that end with the same character. */
        private OptionalLong stop() {
            if (request.getStopCount() == 0) {
                return OptionalLong.empty();
            }
            long seed = request.getSampling().getSeed();
            return LongStream.rangeClosed(1, request.getMaxCharacters())
                    .flatMap(to -> request.getStopList().stream()
                            .filter(text(seed, 0, to)::endsWith)
                            .mapToLong(string -> to - string.codePointCount(0, string.length())))
                    .findFirst();
        }

        void start() {
            observer.onNext(GenerateResponse.newBuilder()
                    .setStart(
                            Start.newBuilder().setVersion(request.getVersion()).setExact(true))
                    .build());
            observer.setOnCancelHandler(() -> {
                cancelledSeeds.add(request.getSampling().getSeed());
                cancelled.complete(null);
            });
            observer.setOnReadyHandler(this::write);
        }

        private synchronized void write() {
            while (observer.isReady() && index < end && !finished) {
                if (index == hesitation && hesitates) {
                    hesitate();
                    return;
                }
                String character = text(
                        request.getModel().equals(POET) ? OF_VERSES : CHARACTERS,
                        request.getSampling().getSeed(),
                        index,
                        index + 1);
                Text.Builder text = Text.newBuilder().setText(character).setIndex(index);
                if (request.hasLogProbabilities()) {
                    text.addLogProbabilities(likelihood(character, request.getLogProbabilities()));
                }
                observer.onNext(GenerateResponse.newBuilder().setText(text).build());
                sent.incrementAndGet();
                index++;
                if (request.getModel().equals(REMEMBERS) && index % request.getSnapshotInterval() == 0) {
                    observer.onNext(GenerateResponse.newBuilder()
                            .setSnapshot(Snapshot.newBuilder().setIndex(index).addIds(1))
                            .build());
                }
            }
            if (index >= end && !finished) {
                finished = true;
                finish();
            }
        }

        private void hesitate() {
            if (decided == null) {
                decided = decision(hesitation).thenAccept(this::goOn);
            }
        }

        private synchronized void goOn(boolean goesOn) {
            hesitates = false;
            if (goesOn) {
                write();
            } else {
                finished = true;
                observer.onError(Status.UNAVAILABLE.withDescription("giving up").asRuntimeException());
            }
        }

        private void finish() {
            boolean breaks = Set.of(BREAKS, STUMBLES).contains(request.getModel());
            if (breaks && end < request.getMaxCharacters()) {
                observer.onError(
                        Status.UNAVAILABLE.withDescription("shutting down").asRuntimeException());
                return;
            }
            observer.onNext(GenerateResponse.newBuilder()
                    .setEnd(End.newBuilder()
                            .setReason(reason())
                            .setPromptCharacters(request.getPrompt()
                                    .codePointCount(0, request.getPrompt().length()))
                            .setGeneratedCharacters(end))
                    .build());
            observer.onCompleted();
        }

        private End.Reason reason() {
            if (end == request.getMaxCharacters()) {
                return End.Reason.REASON_LENGTH;
            }
            return request.getModel().equals(NAMES) ? End.Reason.REASON_END_MARK : End.Reason.REASON_STOP_STRING;
        }
    }
}
