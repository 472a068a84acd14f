/**
 * Texts to be published: what a file must be before it is sent, what it is called, and the names that come with Escriba.
 * Nothing here sends anything.
 */
@NullMarked
package io.escriba.local.corpus;

import org.jspecify.annotations.NullMarked;
