/**
 * Processes that run beside the launcher and can outlive it: how they are started, watched, recognised later and stopped.
 * Nothing here knows what they do.
 */
@NullMarked
package io.escriba.local.process;

import org.jspecify.annotations.NullMarked;
