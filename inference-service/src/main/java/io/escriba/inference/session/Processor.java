package io.escriba.inference.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * What computes the steps of models.
 *
 * @param cuda whether that is a GPU
 * @param threads of the processor that compute one step of one model
 */
public record Processor(boolean cuda, int threads) {
    private static final System.Logger LOG = System.getLogger(Processor.class.getName());

    private static final int FIRST_GPU = 0;

    /** The processor alone. */
    public static Processor cpu(int threads) {
        return new Processor(false, threads);
    }

    /**
     * What there is for a wish. Whether CUDA can be used is found out by running something on it.
     *
     * @throws IllegalStateException when CUDA is wanted and cannot be used; says why
     */
    public static Processor of(Device wanted, int threads) {
        if (wanted == Device.CPU) {
            return cpu(threads);
        }
        Processor cuda = new Processor(true, threads);
        Optional<OrtException> obstacle = cuda.obstacle();
        if (obstacle.isPresent() && wanted == Device.CUDA) {
            throw new IllegalStateException(
                    "escriba.inference.device is cuda, which ONNX Runtime cannot use here: "
                            + obstacle.get().getMessage()
                            + " Build with the Maven profile cuda, start it on a machine with CUDA 12, cuDNN 9 and a GPU, or"
                            + " set cpu or auto.",
                    obstacle.get());
        }
        LOG.log(
                Level.INFO,
                obstacle.isEmpty()
                        ? "Models are computed on CUDA. The same request may give another text there."
                        : "Models are computed on the CPU; there is no CUDA: "
                                + obstacle.get().getMessage());
        return obstacle.isEmpty() ? cuda : cpu(threads);
    }

    /**
     * Whether a row of a batch has the same bits whatever the others are. On the CPU no product's terms are added up in an
     * order that depends on other rows, which tests hold; but for those of a plain recurrent network on several threads, each
     * of which may be left with one row. CUDA's libraries choose how they multiply by the size of the batch, and promise nothing.
     *
     * @param plain whether the network is a plain recurrent one
     */
    boolean isExact(boolean plain) {
        return !cuda && (threads == 1 || !plain);
    }

    /** Has a session compute on it. */
    void use(OrtSession.SessionOptions options) throws OrtException {
        options.setIntraOpNumThreads(threads);
        if (cuda) {
            options.addCUDA(FIRST_GPU);
        }
    }

    private Optional<OrtException> obstacle() {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            use(options);
            TinyGraph.run(options);
            return Optional.empty();
        } catch (OrtException e) {
            return Optional.of(e);
        }
    }
}
