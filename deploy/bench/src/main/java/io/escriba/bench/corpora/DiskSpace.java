package io.escriba.bench.corpora;

import io.escriba.local.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The room on a disk.
 *
 * @param directory on it
 */
record DiskSpace(Path directory) {
    private static final int MEGA = 1_000_000;

    /** The broker, and the trainer beside its log, keep something of their own; a segment of a log is allocated whole. */
    private static final long OVERHEAD = 512L * MEGA;

    /**
     * What a benchmark will write at most, in bytes. Nothing is deleted before its end, because that too would take its time
     * from what is measured.
     *
     * @param given texts that are there
     * @param generated lengths of texts that will be made
     * @param least what Kafka's producer sends at least for a text
     */
    static long needed(List<SourceText> given, List<Long> generated, int rounds, long least) {
        long made = generated.stream().mapToLong(Long::longValue).sum();
        List<Long> all = Stream.concat(given.stream().map(SourceText::bytes), generated.stream())
                .toList();
        long eachRound =
                all.stream().mapToLong(bytes -> bytes + Math.max(bytes, least)).sum();
        // Whichever text is the longest is stored once more to see the heap.
        long longest = all.stream().mapToLong(Long::longValue).max().orElse(0);
        return made + eachRound * rounds + longest + OVERHEAD;
    }

    /**
     * Checks that so many bytes can be written.
     *
     * @throws CommandException when they cannot
     */
    void require(long bytes) {
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            if (free < bytes) {
                throw new CommandException(
                        "The benchmark writes " + bytes / MEGA + " MB, and on the disk of '" + directory + "' "
                                + free / MEGA + " MB are free. Use fewer --rounds, or another disk by --dir.");
            }
        } catch (IOException e) {
            throw new CommandException(
                    "'" + directory + "' cannot be used (" + e.getMessage() + "). Choose another directory with --dir.",
                    e);
        }
    }
}
