package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.inference.precision.Int8Graph;
import io.escriba.inference.precision.NotReducibleException;
import io.escriba.inference.sampling.Likelihood;
import io.escriba.inference.session.CharacterModel;
import io.escriba.inference.session.NoStateMemoryException;
import io.escriba.inference.session.OrtCharacterModel;
import io.escriba.inference.session.Processor;
import io.escriba.inference.session.StateMemory;
import io.escriba.inference.session.TinyContext;
import io.escriba.inference.session.TinyGru;
import io.escriba.inference.session.TinyNetwork;
import io.escriba.inference.session.UnusableModelException;
import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same request gives the same text and the same likelihoods, bit for bit, with the real runtime. */
@Timeout(300)
class SameTextTest {
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz ãçé\n");
    private static final int STREAMS = 256;
    private static final int CHARACTERS = 120;
    private static final int CANDIDATES = 3;

    private static final ModelVersion VERSION = new ModelVersion(new Name("same"), 1);

    /** Enough for everything. */
    private static final StateMemory MEMORY = new StateMemory(1 << 30);

    /** Opens a network. */
    @FunctionalInterface
    private interface Opener {
        CharacterModel open(int rows, int threads) throws UnusableModelException, NoStateMemoryException;
    }

    static Stream<Named<Opener>> networks() throws NotReducibleException {
        TinyGru gru = new TinyGru(LETTERS, 96, 8);
        TinyNetwork lstm = TinyNetwork.lstm(LETTERS, 96, 1, List.of(80), 8);
        // Each text is many times as long as what this one sees of it.
        TinyContext context = new TinyContext(LETTERS, 24, 8);
        TinyNetwork stack = TinyNetwork.recurrent(TinyNetwork.Cell.GRU, TinyNetwork.Input.EMBEDDING, LETTERS, 96, 2, 8);
        return Stream.of(
                network("int8", stack.manifest(VERSION), Int8Graph.of(stack.onnx())),
                network("GRU", gru.manifest(VERSION), gru.onnx()),
                network("LSTM with a dense layer", lstm.manifest(VERSION), lstm.onnx()),
                network("limited context", context.manifest(VERSION), context.onnx()));
    }

    private static Named<Opener> network(String name, Manifest manifest, byte[] onnx) {
        return Named.of(
                name, (rows, threads) -> OrtCharacterModel.open(manifest, onnx, rows, Processor.cpu(threads), MEMORY));
    }

    /** What has come of an order. */
    private record Written(String text, List<Likelihood> likelihoods, Ending ending) {
        /** What comes after some characters. */
        Written from(int characters) {
            return new Written(text.substring(characters), likelihoods.subList(characters, likelihoods.size()), ending);
        }
    }

    /** Keeps the text. It is full again and again, and says so a little later when it is not. */
    private static final class CollectingReader implements Reader {
        private final long first;
        private final Random random;
        private final int readinesses;
        private final ExecutorService later;
        private final CompletableFuture<Ticket> ticket = new CompletableFuture<>();
        private final CompletableFuture<Written> whole = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private final List<Likelihood> likelihoods = new ArrayList<>();
        private final List<Snapshot> snapshots = new ArrayList<>();
        private volatile boolean ready = true;

        /**
         * An empty one.
         *
         * @param first index of its first character
         * @param readinesses how often it is ready, on average, until it is full; 0 for ever
         */
        CollectingReader(long first, long seed, int readinesses, ExecutorService later) {
            this.first = first;
            this.random = new Random(seed);
            this.readinesses = readinesses;
            this.later = later;
        }

        @Override
        public boolean isReady() {
            if (ready && readinesses > 0 && random.nextInt(readinesses) == 0) {
                ready = false;
                later.execute(() -> {
                    ready = true;
                    ticket.join().resume();
                });
                return false;
            }
            return ready;
        }

        @Override
        public void begin(boolean exact) {
            assertThat(exact).isTrue();
        }

        @Override
        public void character(long index, String character, Optional<Likelihood> likelihood) {
            text.append(character);
            likelihoods.add(likelihood.orElseThrow());
        }

        @Override
        public void flush() {}

        @Override
        public void snapshot(Snapshot snapshot) {
            assertThat(snapshot.characters()).isEqualTo(first + text.length());
            snapshots.add(snapshot);
        }

        @Override
        public void end(Ending ending, long characters) {
            whole.complete(new Written(text.toString(), likelihoods, ending));
        }

        @Override
        public void failed(RuntimeException reason) {
            whole.completeExceptionally(reason);
        }
    }

    /** Keeps the scores. */
    private static final class CollectingScoreReader implements ScoreReader {
        private final CompletableFuture<List<Likelihood>> whole = new CompletableFuture<>();
        private final List<Likelihood> likelihoods = new ArrayList<>();

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void begin(boolean exact) {
            assertThat(exact).isTrue();
        }

        @Override
        public void scored(int index, String characters, List<Likelihood> scores) {
            likelihoods.addAll(scores);
        }

        @Override
        public void end() {
            whole.complete(likelihoods);
        }

        @Override
        public void failed(RuntimeException reason) {
            whole.completeExceptionally(reason);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void isTheSameAloneAndAmongOthersOnOneThreadAndOnTwo(Opener network) throws Exception {
        List<Order> orders = orders();

        List<Written> alone = write(network.open(1, 1), orders, 0);

        assertThat(write(network.open(STREAMS, 1), orders, 0)).isEqualTo(alone);
        assertThat(write(network.open(STREAMS, 2), orders, 0)).isEqualTo(alone);
        assertThat(write(network.open(7, 2), orders, 0)).isEqualTo(alone);
        assertThat(alone).extracting(Written::ending).contains(Ending.STOP_STRING);
        assertThat(alone)
                .filteredOn(text -> text.ending() == Ending.LENGTH)
                .hasSizeGreaterThan(STREAMS / 2)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void isTheSameAfterPauses(Opener network) throws Exception {
        List<Order> orders = orders().subList(0, 64);

        assertThat(write(network.open(16, 2), orders, 20)).isEqualTo(write(network.open(16, 1), orders, 0));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void isTheSameWhenItGoesOnFromAnyPoint(Opener network) throws Exception {
        List<Order> orders = orders();
        // With the second prompt, what has been written reaches over the end of a stretch.
        List<Order> two = List.of(orders.get(1), orders.get(2));
        List<Written> undisturbed = write(network.open(1, 1), two, 0);
        List<Order> rests = new ArrayList<>();
        List<Written> expected = new ArrayList<>();
        for (int i = 0; i < two.size(); i++) {
            String text = undisturbed.get(i).text();
            for (int point = 0; point <= text.length(); point++) {
                rests.add(goingOn(two.get(i), text.substring(0, point), 0));
                rests.add(goingOn(two.get(i), "", point));
                rests.add(goingOn(two.get(i), text.substring(0, point / 2), point));
                expected.addAll(Collections.nCopies(3, undisturbed.get(i).from(point)));
            }
        }

        assertThat(write(network.open(STREAMS, 2), rests, 0)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void isTheSameWhenItGoesOnFromAnySnapshot(Opener network) throws Exception {
        List<Order> orders = orders().subList(0, 8).stream()
                .map(order -> changed(order, order.text(), 0, 7))
                .toList();
        List<Order> rests = new ArrayList<>();
        List<Written> expected = new ArrayList<>();
        List<CollectingReader> readers = read(network.open(STREAMS, 1), orders, 0);
        for (int i = 0; i < orders.size(); i++) {
            Written undisturbed = readers.get(i).whole.join();
            for (Snapshot snapshot : readers.get(i).snapshots) {
                int from = Math.toIntExact(snapshot.characters());
                for (int point = from;
                        point <= Math.min(from + 20, undisturbed.text().length());
                        point += 5) {
                    int[] since = LETTERS.encode(undisturbed.text().substring(from, point));
                    rests.add(changed(orders.get(i), TextSoFar.of(snapshot, since), 0, 0));
                    rests.add(changed(orders.get(i), TextSoFar.of(snapshot, new int[0]), point, 0));
                    expected.addAll(Collections.nCopies(2, undisturbed.from(point)));
                }
            }
        }

        assertThat(rests).hasSizeGreaterThan(orders.size() * CHARACTERS / 7);
        assertThat(write(network.open(STREAMS, 2), rests, 0)).isEqualTo(expected);
    }

    /** A text that goes on from a snapshot gives snapshots itself. */
    @ParameterizedTest
    @MethodSource("networks")
    void snapshotsOfTheRestOfATextAreThoseOfTheText(Opener network) throws Exception {
        Order order = changed(orders().get(1), orders().get(1).text(), 0, 10);
        List<Snapshot> snapshots = read(network.open(1, 1), List.of(order), 0).get(0).snapshots;
        Order rest = changed(order, TextSoFar.of(snapshots.get(0), new int[0]), 0, 10);

        List<Snapshot> ofRest = read(network.open(1, 1), List.of(rest), 0).get(0).snapshots;

        assertThat(snapshots).hasSizeGreaterThan(5);
        assertThat(ofRest).usingRecursiveComparison().isEqualTo(snapshots.subList(1, snapshots.size()));
    }

    private static Order changed(Order order, TextSoFar text, long skip, int snapshotInterval) {
        return new Order(
                text,
                order.sampling(),
                order.stops(),
                order.likelihoods(),
                skip,
                order.maxCharacters(),
                snapshotInterval);
    }

    private static Order goingOn(Order order, String written, long skip) {
        TextSoFar text =
                new TextSoFar(LETTERS.encode(LETTERS.decode(order.text().ids()) + written), 0, written.length());
        return new Order(text, order.sampling(), order.stops(), order.likelihoods(), skip, order.maxCharacters());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void isScoredAsItsWriterReportedIt(Opener network) throws Exception {
        List<Order> orders = orders();
        List<Written> written = write(network.open(STREAMS, 1), orders, 0);
        Admission admission = new Admission(new AdmissionLimits(1, orders.size()), System::nanoTime);
        ModelRunner runner = ModelRunner.start(
                "same",
                network.open(1, 2),
                LETTERS,
                admission,
                new CountingMetrics(),
                System::nanoTime,
                Duration.ofMillis(1));

        for (int i = 0; i < orders.size(); i++) {
            if (written.get(i).text().isEmpty()) {
                // It ended with a stop string at once, and there is nothing to score.
                continue;
            }
            CollectingScoreReader reader = new CollectingScoreReader();
            TextSoFar text = goingOn(orders.get(i), written.get(i).text(), 0).text();
            runner.score(new ScoreOrder(text, CANDIDATES), reader, admission.enter(), () -> {});

            assertThat(reader.whole.join()).isEqualTo(written.get(i).likelihoods());
        }
        runner.stop().toCompletableFuture().join();
    }

    /** With all settings; some end at a string before they have all characters. */
    private static List<Order> orders() {
        Random random = new Random(4);
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            int length = i == 2 ? CharacterModel.LONGEST_READ - 30 : 1 + random.nextInt(40);
            int[] prompt = random.ints(length, 0, LETTERS.size()).toArray();
            Sampling sampling = new Sampling(
                    0.2 + random.nextDouble(),
                    random.nextInt(12),
                    1 - random.nextInt(3) * 0.05,
                    1 + random.nextInt(3) * 0.2,
                    random.nextBoolean(),
                    i);
            StopStrings stops = new StopStrings(i % 4 == 0 ? List.of("ab", "çé ", "x") : List.of("abcdefg"));
            orders.add(
                    new Order(new TextSoFar(prompt, 0, 0), sampling, stops, OptionalInt.of(CANDIDATES), 0, CHARACTERS));
        }
        return orders;
    }

    /** Writes all texts with as many at once as the model has rows. */
    private static List<Written> write(CharacterModel model, List<Order> orders, int readinesses) {
        return read(model, orders, readinesses).stream()
                .map(reader -> reader.whole.join())
                .toList();
    }

    private static List<CollectingReader> read(CharacterModel model, List<Order> orders, int readinesses) {
        Admission admission = new Admission(new AdmissionLimits(model.rows(), orders.size()), System::nanoTime);
        ModelRunner runner = ModelRunner.start(
                "same", model, LETTERS, admission, new CountingMetrics(), System::nanoTime, Duration.ofMillis(1));
        ExecutorService later = Executors.newSingleThreadExecutor();
        List<CollectingReader> readers = new ArrayList<>();
        for (Order order : orders) {
            CollectingReader reader =
                    new CollectingReader(order.text().characters(), readers.size(), readinesses, later);
            readers.add(reader);
            reader.ticket.complete(runner.write(order, reader, admission.enter(), () -> {}));
        }
        readers.forEach(reader -> reader.whole.join());
        runner.stop().toCompletableFuture().join();
        later.shutdown();
        return readers;
    }
}
