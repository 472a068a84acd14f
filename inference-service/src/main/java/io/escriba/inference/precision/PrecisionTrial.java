package io.escriba.inference.precision;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.escriba.inference.session.CharacterModel;
import io.escriba.inference.session.NoStateMemoryException;
import io.escriba.inference.session.UnusableModelException;
import io.escriba.model.Manifest;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;

/**
 * Opens models in the precision that is wanted for them. Fewer bits are taken only where the loss on held-out text rises by no
 * more than the rule allows; it is computed here, since it depends on the processor too. Otherwise the model is as it was
 * trained.
 */
public final class PrecisionTrial {
    private static final System.Logger LOG = System.getLogger(PrecisionTrial.class.getName());

    private final PrecisionRule rule;
    private final GraphOpener opener;

    /** For all models of a process. */
    public PrecisionTrial(PrecisionRule rule, GraphOpener opener) {
        this.rule = rule;
        this.opener = opener;
    }

    /** Makes a graph a model. */
    @FunctionalInterface
    public interface GraphOpener {
        /**
         * Loads a graph.
         *
         * @param graph the bytes of an ONNX file
         * @return to be closed
         * @throws UnusableModelException when it can never be served
         * @throws NoStateMemoryException when there is no memory for its streams now
         */
        CharacterModel open(Manifest manifest, byte[] graph) throws UnusableModelException, NoStateMemoryException;
    }

    /**
     * A model and how it is computed.
     *
     * @param model to be closed
     */
    public record Opened(CharacterModel model, Computation computation) {}

    /**
     * Loads a model.
     *
     * @param graph the bytes of {@code model.onnx}
     * @throws UnusableModelException when it can never be served, in no precision
     * @throws NoStateMemoryException when there is no memory for its streams now
     */
    public Opened open(Manifest manifest, byte[] graph) throws UnusableModelException, NoStateMemoryException {
        ServingPrecision wanted = rule.of(manifest.modelVersion());
        if (wanted == ServingPrecision.FLOAT32) {
            return new Opened(opener.open(manifest, graph), Computation.EXACT);
        }
        try {
            return new Opened(reduced(manifest, graph), new Computation(wanted, Optional.empty()));
        } catch (NotReducibleException e) {
            String problem = "Model '" + manifest.modelVersion() + "' is computed in float32, not in " + wanted + ". "
                    + e.reason();
            LOG.log(Level.WARNING, problem);
            return new Opened(
                    opener.open(manifest, graph), new Computation(ServingPrecision.FLOAT32, Optional.of(e.reason())));
        }
    }

    private CharacterModel reduced(Manifest manifest, byte[] graph)
            throws NotReducibleException, UnusableModelException, NoStateMemoryException {
        ModelProto parsed = Int8Graph.parsed(graph);
        byte[] small = Int8Graph.rewritten(parsed);
        HeldOutText text = HeldOutText.of(parsed, manifest.vocabulary());
        double exact = loss(text, manifest, graph);
        CharacterModel reduced = opened(manifest, small);
        try {
            accept(manifest, exact, loss(text, reduced), text);
            return reduced;
        } catch (NotReducibleException | RuntimeException | Error e) {
            reduced.close();
            throw e;
        }
    }

    private double loss(HeldOutText text, Manifest manifest, byte[] graph)
            throws UnusableModelException, NoStateMemoryException {
        try (CharacterModel model = opener.open(manifest, graph)) {
            return text.loss(model);
        }
    }

    /** The file itself can be served, so what the runtime has against the rewritten graph is no reason against the model. */
    private CharacterModel opened(Manifest manifest, byte[] small)
            throws NotReducibleException, NoStateMemoryException {
        try {
            return opener.open(manifest, small);
        } catch (UnusableModelException e) {
            throw new NotReducibleException("ONNX Runtime does not take its form with int8: " + e.getMessage(), e);
        }
    }

    /** Nor is what the runtime has against running it. */
    private static double loss(HeldOutText text, CharacterModel reduced) throws NotReducibleException {
        try {
            return text.loss(reduced);
        } catch (IllegalStateException e) {
            throw new NotReducibleException("Its form with int8 fails: " + e.getMessage(), e);
        }
    }

    private void accept(Manifest manifest, double exact, double reduced, HeldOutText text)
            throws NotReducibleException {
        double rise = reduced - exact;
        String found = String.format(
                Locale.ROOT,
                "the loss on %,d held-out characters goes from %.4f to %.4f nats per character",
                text.characters(),
                exact,
                reduced);
        // Written so that what is no number is refused too.
        if (!(rise <= rule.mostLossRise())) {
            throw new NotReducibleException(String.format(
                    Locale.ROOT,
                    "With int8 %s, %.4f more, and escriba.inference.most-loss-rise is %s. Raise it if that is good"
                            + " enough, or set no precision for this model.",
                    found,
                    rise,
                    rule.mostLossRise()));
        }
        LOG.log(Level.INFO, "Model '" + manifest.modelVersion() + "' is computed in int8: " + found + ".");
    }
}
