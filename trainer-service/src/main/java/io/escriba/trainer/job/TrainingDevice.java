package io.escriba.trainer.job;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.Locale;
import org.jboss.logging.Logger;

/** What trainings may be computed on. */
public enum TrainingDevice {
    /** The processor. */
    CPU,
    /** The first GPU that CUDA shows. */
    CUDA,
    /** CUDA where there is a GPU, and otherwise the processor. */
    AUTO;

    private static final Logger LOG = Logger.getLogger(TrainingDevice.class);

    /**
     * What there is for this wish.
     *
     * @throws IllegalStateException when CUDA is wanted and there is no GPU for it
     */
    Device device() {
        Engine pytorch = Engine.getInstance();
        int gpus = pytorch.getGpuCount();
        if (this == CUDA && gpus == 0) {
            throw new IllegalStateException("escriba.trainer.device is cuda, but " + pytorch.getEngineName() + " "
                    + pytorch.getVersion()
                    + " finds no GPU here. Start the trainer on a machine with a GPU, NVIDIA's driver and"
                    + " a PyTorch for CUDA (the Maven profile cuda, or its image), or set cpu or auto.");
        }
        boolean cuda = this != CPU && gpus > 0;
        LOG.infof(
                "Training on %s with %s %s.",
                cuda ? "CUDA, GPU 0 of " + gpus : "the CPU (" + whyCpu() + ")",
                pytorch.getEngineName(),
                pytorch.getVersion());
        return cuda ? Device.gpu() : Device.cpu();
    }

    private String whyCpu() {
        return this == CPU ? "escriba.trainer.device is cpu" : "there is no CUDA device";
    }

    /** Its name in configuration and in the log. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
