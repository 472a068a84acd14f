/**
 * Bodies of requests, which have to end within a length and must keep coming. Whoever sends more, or nothing for long, is told so
 * and does not keep the connection.
 */
@NullMarked
package io.escriba.gateway.security.body;

import org.jspecify.annotations.NullMarked;
