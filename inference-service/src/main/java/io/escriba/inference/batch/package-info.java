/**
 * Many texts written by one model at once: admission, rows, pauses and endings. One thread a model takes all its texts
 * one character further at a time, and no reader holds up another.
 */
@NullMarked
package io.escriba.inference.batch;

import org.jspecify.annotations.NullMarked;
