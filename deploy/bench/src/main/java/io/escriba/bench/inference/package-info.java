/**
 * Measures inference: how fast characters come, beside the bare runtime that computes them, how soon the first one does, what
 * new versions and many streams cost, and whether it all lasts. The service is measured as it is packaged, over gRPC.
 */
@NullMarked
package io.escriba.bench.inference;

import org.jspecify.annotations.NullMarked;
