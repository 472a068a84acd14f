/** Where traces go. */
@NullMarked
package io.escriba.trace;

import org.jspecify.annotations.NullMarked;
