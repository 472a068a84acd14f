package io.escriba.inference.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.escriba.model.Manifest;
import java.util.List;
import java.util.Optional;

/**
 * What runs a model. To be closed by whoever opened it.
 *
 * @param scoring runs the model's own graph
 * @param writing runs its {@link WritingGraph}, if it has one; the weights are then there twice
 */
record Sessions(OrtSession scoring, Optional<OrtSession> writing) implements AutoCloseable {
    /**
     * Loads a graph and compares it with its manifest.
     *
     * @param processor that computes the calls
     * @param writes whether it is to write too, where nothing is in the way
     * @throws UnusableModelException when the graph is not what the manifest says
     */
    static Sessions open(Manifest manifest, byte[] graph, Processor processor, boolean writes)
            throws OrtException, UnusableModelException {
        OrtSession scoring = session(graph, processor);
        try {
            check(scoring, manifest);
            return new Sessions(
                    scoring,
                    writes && WritingGraph.obstacle(manifest).isEmpty()
                            ? Optional.of(session(WritingGraph.of(manifest, graph), processor))
                            : Optional.empty());
        } catch (UnusableModelException | OrtException | RuntimeException | Error e) {
            scoring.close();
            throw e;
        }
    }

    private static OrtSession session(byte[] graph, Processor processor) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            processor.use(options);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            // Several models and the streams' own work share the processor: a thread that waits must not hold a core.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return OrtEnvironment.getEnvironment().createSession(graph, options);
        }
    }

    private static void check(OrtSession session, Manifest manifest) throws OrtException, UnusableModelException {
        List<String> problems = new GraphContract(manifest).problems(session.getInputInfo(), session.getOutputInfo());
        if (!problems.isEmpty()) {
            throw new UnusableModelException("The graph of model '" + manifest.modelVersion()
                    + "' is not what its manifest says. " + String.join(" ", problems) + " Train it again.");
        }
    }

    @Override
    public void close() throws OrtException {
        try (scoring) {
            if (writing.isPresent()) {
                writing.get().close();
            }
        }
    }
}
