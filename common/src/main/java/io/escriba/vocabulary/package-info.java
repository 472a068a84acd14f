/**
 * Characters and their ids. A character is a Unicode code point of text in normalization form C.
 */
@NullMarked
package io.escriba.vocabulary;

import org.jspecify.annotations.NullMarked;
