package io.escriba.trainer.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.trainer.Specs;
import io.escriba.trainer.text.EncodedText;
import io.escriba.trainer.text.TextCache;
import io.escriba.vocabulary.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of any characters on their whole way: UTF-8, the file of encoded characters, examples, and back from their ids. */
class AnyTextExamplesTest {
    private static final int ROUNDS = 8;

    /** Characters that some take for the end of a line, or for nothing, and some that join with what stands before them. */
    private static final int[] TRICKY = {
        0, '\t', 0x0B, 0x0C, 0x1C, 0x85, 0xA0, 0xAD, 0x300, 0x301, 0x323, 0x345, 0x1161, 0x11A8, 0x200B, 0x200D, 0x2028,
        0x2029, 0x3099, 0xFE0F, 0xFEFF, 0xFFFE, 0xFFFF, 0x1F99C, 0xE0041, 0x10FFFF
    };

    @TempDir
    private Path directory;

    @Test
    void theHeldOutPartAndTheWindowsAreTheText() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            SplittableRandom random = new SplittableRandom(round);
            String text = anyText(300, random);
            int[] characters = Vocabulary.normalize(text).codePoints().toArray();

            Examples examples = examples("{'shuffle':true,'stride':1,'sequenceLength':16}", text, round);

            Vocabulary vocabulary = examples.vocabulary();
            int heldOut = Math.toIntExact(examples.validationCharacters()) + 1;
            int learned = characters.length - heldOut;
            assertThat(vocabulary.decode(examples.excerpt(characters.length)))
                    .isEqualTo(new String(characters, learned, heldOut));
            assertThat(documents(examples.epoch(random), vocabulary))
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(0, learned - 17)
                            .mapToObj(from -> new String(characters, from, 17))
                            .toList());
        }
    }

    @Test
    void everyLineComesBack() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            SplittableRandom random = new SplittableRandom(round);
            List<String> lines = IntStream.range(0, 40)
                    .mapToObj(i -> anyText(random.nextInt(1, 30), random))
                    .toList();
            String text = lines.stream().collect(Collectors.joining(random.nextBoolean() ? "\n" : "\r\n\r\n"));

            Examples examples = examples("{'documents':'lines','sequenceLength':200}", text, round);

            Vocabulary vocabulary = examples.vocabulary();
            assertThat(Stream.concat(
                            documents(examples.epoch(random), vocabulary).stream(),
                            documents(examples.validation(), vocabulary).stream()))
                    .containsExactlyInAnyOrderElementsOf(
                            lines.stream().map(Vocabulary::normalize).toList());
        }
    }

    private Examples examples(String spec, String text, int round) throws IOException {
        TextCache cache = new TextCache(directory, Long.MAX_VALUE, InstantSource.system());
        EncodedText encoded = cache.get("text-" + round, text, sink -> sink.append(text.getBytes(UTF_8)));
        return Examples.of(encoded, Specs.tiny(spec).examples(), round);
    }

    /** What each row reads first, and then predicts; marks are nothing. */
    private static List<String> documents(Iterator<Batch> batches, Vocabulary vocabulary) {
        List<String> documents = new ArrayList<>();
        while (batches.hasNext()) {
            Batch batch = batches.next();
            for (int row = 0; row < batch.rows(); row++) {
                int column = row;
                int[] targets = IntStream.range(0, batch.time())
                        .map(t -> batch.targets()[t * batch.rows() + column])
                        .filter(target -> target != Batch.IGNORED)
                        .toArray();
                documents.add(vocabulary.decode(batch.inputs()[row]) + vocabulary.decode(targets));
            }
        }
        return documents;
    }

    /** Of all planes, assigned or not, and no line feed or carriage return. It begins with a letter. */
    private static String anyText(int characters, SplittableRandom random) {
        String rest = IntStream.generate(() -> random.nextInt(3) == 0
                        ? TRICKY[random.nextInt(TRICKY.length)]
                        : random.nextInt(Character.MAX_CODE_POINT + 1))
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .filter(c -> c != '\n' && c != '\r')
                .limit(characters - 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "e" + rest;
    }
}
