/** What is documented of Kafka, compared with what is used. */
@NullMarked
package io.escriba.manifests.kafka;

import org.jspecify.annotations.NullMarked;
