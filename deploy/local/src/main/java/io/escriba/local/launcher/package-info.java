/**
 * The commands that start, feed, show and stop Escriba on one machine. Which processes there are, with which settings, is
 * decided here and nowhere else.
 */
@NullMarked
package io.escriba.local.launcher;

import org.jspecify.annotations.NullMarked;
