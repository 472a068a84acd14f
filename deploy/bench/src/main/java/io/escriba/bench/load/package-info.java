/**
 * Readers of texts over gRPC, and what they notice: how fast characters come, in which intervals, and which texts fail.
 */
@NullMarked
package io.escriba.bench.load;

import org.jspecify.annotations.NullMarked;
