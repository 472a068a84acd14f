/**
 * What is said about corpora: the events of the topic {@code escriba.corpus}, statistics and datasets. Text itself travels as plain UTF-8.
 */
@NullMarked
package io.escriba.corpus;

import org.jspecify.annotations.NullMarked;
