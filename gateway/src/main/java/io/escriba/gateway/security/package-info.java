/**
 * What guards the door. Every answer carries headers that keep a browser from doing anything but what the page asks.
 */
@NullMarked
package io.escriba.gateway.security;

import org.jspecify.annotations.NullMarked;
