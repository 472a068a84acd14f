/**
 * The completions API in OpenAI's format, for programs that know it. Lengths and usage count characters where OpenAI counts tokens.
 */
@NullMarked
package io.escriba.gateway.completion;

import org.jspecify.annotations.NullMarked;
