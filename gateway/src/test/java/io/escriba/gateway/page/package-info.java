/** The page in a real browser. */
@NullMarked
package io.escriba.gateway.page;

import org.jspecify.annotations.NullMarked;
