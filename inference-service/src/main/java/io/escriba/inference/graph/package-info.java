/** Builds ONNX graphs out of those that trainers publish: the nodes and constants that are added to them. */
@NullMarked
package io.escriba.inference.graph;

import org.jspecify.annotations.NullMarked;
