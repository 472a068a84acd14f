/**
 * A real Kafka broker without an installation: one KRaft node inside a JVM, its log on disk. Tests start it in their own
 * process, the launcher as a process of its own.
 */
@NullMarked
package io.escriba.local.broker;

import org.jspecify.annotations.NullMarked;
