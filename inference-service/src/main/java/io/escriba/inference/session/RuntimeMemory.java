package io.escriba.inference.session;

import ai.onnxruntime.OrtException;
import java.util.regex.Pattern;

/** Tells from ONNX Runtime's words whether it failed for want of memory: it has no code for that. */
final class RuntimeMemory {
    /** Of the C++ library on Linux and on Windows, of ONNX Runtime's own allocator, and of CUDA. */
    private static final Pattern SHORT = Pattern.compile(
            "bad_alloc|bad allocation|failed to allocate memory|out of memory", Pattern.CASE_INSENSITIVE);

    private RuntimeMemory() {}

    static boolean wasShort(OrtException failure) {
        return SHORT.matcher(String.valueOf(failure.getMessage())).find();
    }
}
