package io.escriba.trainer.network;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.escriba.training.InvalidSpecException;
import io.escriba.training.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * How exactly the engine multiplies matrices of float32, which is a setting of the whole process. PyTorch calls it
 * {@code float32_matmul_precision}; DJL has no call for it, so the library's own is called.
 */
public final class MatrixProducts {
    /** {@code at::Float32MatmulPrecision::HIGHEST}: factors are used as they are. */
    private static final int HIGHEST = 0;

    /** {@code at::Float32MatmulPrecision::MEDIUM}: factors may be rounded to bfloat16. */
    private static final int MEDIUM = 2;

    private static final String CONTEXT = "_ZN2at13globalContextEv";
    private static final String SET_PRECISION =
            "_ZN2at7Context25setFloat32MatmulPrecisionENS_22Float32MatmulPrecisionE";

    private MatrixProducts() {}

    /**
     * Computes something with products of this precision; afterwards they are exact again.
     *
     * @throws InvalidSpecException when this engine cannot do it
     */
    public static double with(Precision precision, DoubleSupplier work) {
        if (precision == Precision.FLOAT32) {
            return work.getAsDouble();
        }
        set(MEDIUM);
        try {
            return work.getAsDouble();
        } finally {
            set(HIGHEST);
        }
    }

    private static void set(int precision) {
        try {
            NativeLibrary engine =
                    NativeLibrary.getInstance(Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("torch_cpu"))
                            .toString());
            Pointer context = engine.getFunction(CONTEXT).invokePointer(new Object[0]);
            engine.getFunction(SET_PRECISION).invokeVoid(new Object[] {context, precision});
        } catch (LinkageError e) {
            InvalidSpecException invalid = new InvalidSpecException(
                    List.of("precision is bfloat16, which this trainer's PyTorch cannot be told; use float32."));
            invalid.addSuppressed(e);
            throw invalid;
        }
    }
}
