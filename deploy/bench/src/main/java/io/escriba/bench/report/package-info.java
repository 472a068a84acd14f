/**
 * What a benchmark prints: figures, the sums of many, and on what they were measured. It is Markdown, which people read as it
 * is.
 */
@NullMarked
package io.escriba.bench.report;

import org.jspecify.annotations.NullMarked;
