/**
 * What is wrong with a request, told to whoever sent it. One mapper turns every exception into a problem document (RFC 9457).
 */
@NullMarked
package io.escriba.gateway.problem;

import org.jspecify.annotations.NullMarked;
