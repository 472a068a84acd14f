package io.escriba.gateway.completion;

import io.escriba.gateway.generation.Generated;

/**
 * What comes while the choices of a completion are written. The parts of one choice come in order, those of several mixed.
 *
 * @param choice index of the choice
 */
record ChoicePart(int choice, Generated part) {}
