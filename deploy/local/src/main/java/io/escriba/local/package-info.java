/**
 * Escriba on one machine. What stops a command of the launcher is said in one sentence, wherever it is found.
 */
@NullMarked
package io.escriba.local;

import org.jspecify.annotations.NullMarked;
