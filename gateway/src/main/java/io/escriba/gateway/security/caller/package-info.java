/**
 * Who a request is from. Whoever has an API key is called by the key's name; the key itself is neither kept nor shown. Where
 * tokens of an OpenID Connect provider are asked for instead, it is the name in the token.
 */
@NullMarked
package io.escriba.gateway.security.caller;

import org.jspecify.annotations.NullMarked;
