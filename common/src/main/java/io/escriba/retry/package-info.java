/** When what has failed is tried again. */
@NullMarked
package io.escriba.retry;

import org.jspecify.annotations.NullMarked;
