/**
 * Where model artifacts are kept. Everything of a version is written before it is announced, and read back by sha256.
 */
@NullMarked
package io.escriba.store;

import org.jspecify.annotations.NullMarked;
