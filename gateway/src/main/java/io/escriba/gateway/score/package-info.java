/**
 * How likely models find given texts. What is told is what the same model tells where it writes the same text.
 */
@NullMarked
package io.escriba.gateway.score;

import org.jspecify.annotations.NullMarked;
