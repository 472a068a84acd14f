/**
 * How much each caller may have of this gateway: requests in a time, and texts that are written at the same time. Whoever wants
 * more is told when to come back; the others notice nothing.
 */
@NullMarked
package io.escriba.gateway.security.limit;

import org.jspecify.annotations.NullMarked;
