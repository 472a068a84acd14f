package io.escriba.bench.corpora;

import io.escriba.bench.instance.BenchInstance;
import io.escriba.bench.instance.PeakMemory;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Section;
import java.util.List;

/** The most memory of every process in the parts before this one. */
final class MemoryPart implements Part {
    private final BenchInstance instance;

    MemoryPart(BenchInstance instance) {
        this.instance = instance;
    }

    @Override
    public Section measure() {
        return new Section(
                "Peak resident memory",
                new MarkdownTable(
                        List.of("process", "-Xmx", "peak, MiB"),
                        instance.peakMemory().stream().map(MemoryPart::row).toList()),
                List.of("VmHWM of /proc/PID/status when the process was stopped, or at the end. A gateway is listed for"
                        + " each time that it was started, in that order: for the rounds, to see its heap when idle,"
                        + " and with the limited heap."));
    }

    private static List<String> row(PeakMemory peak) {
        String mebibytes =
                peak.bytes().isPresent() ? Figures.mebibytes(peak.bytes().getAsLong()) : "unknown";
        return List.of(peak.process(), peak.heap(), mebibytes);
    }
}
