/**
 * Records that nobody could read, shown to those who wrote them. The newest are read from the topic {@code escriba.dead-letter} for every request.
 */
@NullMarked
package io.escriba.gateway.deadletter;

import org.jspecify.annotations.NullMarked;
