/**
 * What the launcher says to the gateway and hears from it, over the HTTP that anyone could use. Progress of training becomes
 * lines that a person reads.
 */
@NullMarked
package io.escriba.local.gateway;

import org.jspecify.annotations.NullMarked;
