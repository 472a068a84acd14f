/**
 * Streams of characters that a browser can leave and resume. A stream's id carries its whole request, so that no server keeps anything for it.
 */
@NullMarked
package io.escriba.gateway.stream;

import org.jspecify.annotations.NullMarked;
