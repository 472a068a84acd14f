/**
 * Answers that are streams of server-sent events (HTML Living Standard, section 9.2). A reader that does not read holds up its own stream only; one
 * that goes away is noticed, whatever kind of answer it waits for.
 */
@NullMarked
package io.escriba.gateway.sse;

import org.jspecify.annotations.NullMarked;
