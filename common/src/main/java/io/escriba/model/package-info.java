/**
 * Trained models as services exchange them: versions, manifests and announcements. The manifest describes {@code model.onnx} completely.
 */
@NullMarked
package io.escriba.model;

import org.jspecify.annotations.NullMarked;
