package io.escriba.bench.corpora;

import io.escriba.bench.instance.BenchInstance;
import io.escriba.bench.instance.RunningGateway;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Progress;
import io.escriba.bench.report.Section;
import io.escriba.local.CommandException;
import io.escriba.name.Name;
import java.util.List;
import java.util.Optional;

/**
 * Whether the gateway stores a text with 64 MiB of heap above what it has in use when idle. The limit is put to the test
 * instead of the heap being watched, because what is in use between two collections says nothing.
 */
final class HeapPart implements Part {
    private static final int MIB = 1024 * 1024;
    private static final int ALLOWANCE_MIB = 64;
    private static final Name CORPUS = new Name("heap");

    private final BenchInstance instance;
    private final SourceText text;
    private final Progress progress;

    /** A measurement with one text, a long one to say much. */
    HeapPart(BenchInstance instance, SourceText text, Progress progress) {
        this.instance = instance;
        this.text = text;
        this.progress = progress;
    }

    @Override
    public Section measure() throws InterruptedException {
        progress.say("Heap of the gateway with " + text.name() + ".");
        long idle = idle();
        long limit = limitMebibytes(idle);
        try (RunningGateway gateway = instance.startGateway(limit + "m")) {
            Upload upload = Upload.send(gateway, CORPUS, text);
            return section(idle, limit, "yes", Figures.tenths(upload.megabytesPerSecond()), Optional.empty());
        } catch (CommandException e) {
            return section(idle, limit, "no", "", Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** What the gateway may have, so that it has at most 64 MiB above idle: whole mebibytes, as Java rounds it up. */
    static long limitMebibytes(long idleBytes) {
        return idleBytes / MIB + ALLOWANCE_MIB;
    }

    private long idle() throws InterruptedException {
        try (RunningGateway gateway = instance.startGateway()) {
            return gateway.usedHeapAfterCollection();
        }
    }

    private Section section(long idle, long limit, String stored, String speed, Optional<String> failure) {
        return new Section(
                "Heap of the gateway",
                new MarkdownTable(
                        List.of("text", "bytes", "idle, MiB", "-Xmx, MiB", "stored", "upload, MB/s"),
                        List.of(List.of(
                                text.name(),
                                Long.toString(text.bytes()),
                                Figures.mebibytes(idle),
                                Long.toString(limit),
                                stored,
                                speed))),
                List.of("MiB are 1,048,576 bytes. Idle: in use after a collection in a gateway that has just started."
                        + " The upload then goes through another one whose heap is limited to " + ALLOWANCE_MIB
                        + " MiB above that."),
                failure);
    }
}
