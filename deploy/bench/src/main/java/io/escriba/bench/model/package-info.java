/**
 * Models to measure with, and what a trainer does with one at its end: it stores the files and announces the version.
 */
@NullMarked
package io.escriba.bench.model;

import org.jspecify.annotations.NullMarked;
