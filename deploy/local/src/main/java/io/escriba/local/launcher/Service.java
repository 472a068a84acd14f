package io.escriba.local.launcher;

import io.escriba.local.process.Program;
import java.net.URI;

/**
 * A process of Escriba that answers HTTP.
 *
 * @param address where its users reach it, {@code HOST:PORT}
 * @param ready where it says whether it can be used
 */
public record Service(Program program, String address, URI ready) {}
