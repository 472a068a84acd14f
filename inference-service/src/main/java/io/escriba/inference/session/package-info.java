/**
 * A network that is loaded and can be asked for the next character of many texts at once. The port speaks of rows and
 * ids; its adapter runs {@code model.onnx} in ONNX Runtime.
 */
@NullMarked
package io.escriba.inference.session;

import org.jspecify.annotations.NullMarked;
