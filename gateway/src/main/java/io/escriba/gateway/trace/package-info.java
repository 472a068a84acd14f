/** Traces: whether they reach anybody. */
@NullMarked
package io.escriba.gateway.trace;

import org.jspecify.annotations.NullMarked;
