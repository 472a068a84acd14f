/**
 * The topics that the gateway keeps in memory. They are created at the start, and the gateway is ready when it has read them to their end.
 */
@NullMarked
package io.escriba.gateway.topic;

import org.jspecify.annotations.NullMarked;
