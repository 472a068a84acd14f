/**
 * Models as files. What leaves has been compared with what was published.
 */
@NullMarked
package io.escriba.gateway.download;

import org.jspecify.annotations.NullMarked;
