/**
 * The processes that are measured, as they are packaged, and what can be asked of them from outside: heap and memory.
 */
@NullMarked
package io.escriba.bench.instance;

import org.jspecify.annotations.NullMarked;
