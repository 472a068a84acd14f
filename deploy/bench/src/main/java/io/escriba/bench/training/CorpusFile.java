package io.escriba.bench.training;

import io.escriba.local.CommandException;
import io.escriba.trainer.text.EncodedText;
import io.escriba.trainer.text.TextCache;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Stream;

/** A text in a file, as the trainer has it before it: normalized and encoded, in a mapped file. */
final class CorpusFile {
    private static final String NAME = "corpus";

    private CorpusFile() {}

    /**
     * Encodes a text; the encoded one is deleted when this process ends.
     *
     * @throws CommandException when there is no such file, or no UTF-8 in it
     */
    static EncodedText open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CommandException("There is no file '" + file + "'.");
        }
        try {
            byte[] utf8 = Files.readString(file).getBytes(StandardCharsets.UTF_8);
            Path directory = Files.createTempDirectory("escriba-bench");
            directory.toFile().deleteOnExit();
            EncodedText text = new TextCache(directory, Long.MAX_VALUE, InstantSource.system())
                    .get(NAME, NAME, sink -> sink.append(utf8));
            try (Stream<Path> files = Files.list(directory)) {
                // Registered last, deleted first.
                files.map(Path::toFile).forEach(File::deleteOnExit);
            }
            return text;
        } catch (IOException e) {
            throw new CommandException("'" + file + "' cannot be read as UTF-8: " + e.getMessage(), e);
        }
    }
}
