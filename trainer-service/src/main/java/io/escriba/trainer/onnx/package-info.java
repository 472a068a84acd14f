/**
 * Exports trained weights as an ONNX graph and checks it in ONNX Runtime against the network it came from.
 */
@NullMarked
package io.escriba.trainer.onnx;

import org.jspecify.annotations.NullMarked;
