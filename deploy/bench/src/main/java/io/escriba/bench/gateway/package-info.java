/**
 * Measures the gateway: how evenly characters reach many readers, how fast, what a reader costs who stops reading, and what all
 * notice of processes that end. The processes are measured as they are packaged, over HTTP.
 */
@NullMarked
package io.escriba.bench.gateway;

import org.jspecify.annotations.NullMarked;
