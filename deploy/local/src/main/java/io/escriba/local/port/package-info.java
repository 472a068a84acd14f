/**
 * Ports of the loopback interface. They are chosen before the processes that will listen on them start.
 */
@NullMarked
package io.escriba.local.port;

import org.jspecify.annotations.NullMarked;
