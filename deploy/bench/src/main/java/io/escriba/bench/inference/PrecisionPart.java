package io.escriba.bench.inference;

import io.escriba.bench.model.RandomModel;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Samples;
import io.escriba.bench.report.Section;
import io.escriba.bench.report.Setting;
import io.escriba.inference.precision.Int8Graph;
import io.escriba.inference.precision.NotReducibleException;
import java.util.ArrayList;
import java.util.List;

/** How fast networks are with weights of int8, as the inference service rewrites them, beside those that it was given. */
final class PrecisionPart implements Part {
    /** The most that the service reads of a prompt in one call. */
    private static final int PROMPT = 512;

    private final List<RandomModel> models;
    private final List<Integer> streams;
    private final Setting setting;

    /** A measurement of each model with so many rows at a time, and of its prompts. */
    PrecisionPart(List<RandomModel> models, List<Integer> streams, Setting setting) {
        this.models = List.copyOf(models);
        this.streams = List.copyOf(streams);
        this.setting = setting;
    }

    /** So many characters of so many texts a call. */
    private record Call(int time, int rows) {
        String characters() {
            return time + " x " + rows;
        }
    }

    @Override
    public Section measure() {
        List<List<String>> rows = new ArrayList<>();
        for (RandomModel model : models) {
            rows.addAll(measure(model));
        }
        return new Section(
                "Precision",
                new MarkdownTable(
                        List.of(
                                "model",
                                "time x rows",
                                "round",
                                "float32, characters/s",
                                "int8, characters/s",
                                "ratio"),
                        rows),
                List.of("Bare ONNX Runtime with " + setting.threads() + " thread(s) on both sides, for "
                        + setting.time().toMillis() / 1000.0 + " s on each in each round, in turns. float32: model.onnx"
                        + " as it is. int8: the graph that the service makes of it. 1 x rows is a step of so many texts, "
                        + PROMPT + " x 1 a prompt."));
    }

    private List<List<String>> measure(RandomModel model) {
        List<Call> calls = new ArrayList<>();
        streams.forEach(count -> calls.add(new Call(1, count)));
        calls.add(new Call(PROMPT, 1));
        List<List<String>> rows = new ArrayList<>();
        byte[] onnx = model.onnx(1);
        try (BareModel exact = BareModel.open(onnx, model.states(), setting.threads());
                BareModel reduced = BareModel.open(reduced(onnx), model.states(), setting.threads())) {
            for (Call call : calls) {
                rows.addAll(measure(model, call, exact, reduced));
            }
        }
        return rows;
    }

    private static byte[] reduced(byte[] onnx) {
        try {
            return Int8Graph.of(onnx);
        } catch (NotReducibleException e) {
            throw new IllegalStateException("Every network that is measured is recurrent.", e);
        }
    }

    private List<List<String>> measure(RandomModel model, Call call, BareModel exact, BareModel reduced) {
        List<List<String>> rows = new ArrayList<>();
        List<Double> exactSpeeds = new ArrayList<>();
        List<Double> reducedSpeeds = new ArrayList<>();
        for (int round = 1; round <= setting.rounds(); round++) {
            setting.sayRound("Precision of " + model.name() + ", " + call.characters(), round);
            double exactSpeed = exact.charactersPerSecond(call.time(), call.rows(), setting.time());
            double reducedSpeed = reduced.charactersPerSecond(call.time(), call.rows(), setting.time());
            exactSpeeds.add(exactSpeed);
            reducedSpeeds.add(reducedSpeed);
            rows.add(row(model, call, Integer.toString(round), exactSpeed, reducedSpeed));
        }
        rows.add(row(model, call, "median", new Samples(exactSpeeds).median(), new Samples(reducedSpeeds).median()));
        return rows;
    }

    private static List<String> row(RandomModel model, Call call, String round, double exact, double reduced) {
        return List.of(
                model.name().value(),
                call.characters(),
                round,
                Figures.whole(exact),
                Figures.whole(reduced),
                Figures.hundredths(reduced / exact));
    }
}
