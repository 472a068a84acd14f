/**
 * How a character is chosen from a model's distribution. Only the settings live here; the inference service samples.
 */
@NullMarked
package io.escriba.sampling;

import org.jspecify.annotations.NullMarked;
