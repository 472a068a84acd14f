/**
 * Networks with numbers of fewer bits. Rewrites a {@code model.onnx} so that it multiplies small integers, without making a
 * text depend on the others in its batch.
 */
@NullMarked
package io.escriba.inference.precision;

import org.jspecify.annotations.NullMarked;
