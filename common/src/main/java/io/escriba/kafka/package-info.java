/**
 * Topics, event headers and the reading of a whole topic. The only package of this module that knows Kafka.
 */
@NullMarked
package io.escriba.kafka;

import org.jspecify.annotations.NullMarked;
