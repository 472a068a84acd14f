/**
 * Chooses a character from a model's distribution. The choice is a pure function of the logits, the settings and one
 * uniform number, the same in every process.
 */
@NullMarked
package io.escriba.inference.sampling;

import org.jspecify.annotations.NullMarked;
