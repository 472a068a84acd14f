/**
 * Where requests come from. A gateway that asks nobody for a key answers programs of this machine and its own page, and no page of
 * another site.
 */
@NullMarked
package io.escriba.gateway.security.origin;

import org.jspecify.annotations.NullMarked;
