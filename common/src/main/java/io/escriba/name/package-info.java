/**
 * The names of corpora and models. Both follow one pattern, so that a name is safe in topics, paths and URLs.
 */
@NullMarked
package io.escriba.name;

import org.jspecify.annotations.NullMarked;
