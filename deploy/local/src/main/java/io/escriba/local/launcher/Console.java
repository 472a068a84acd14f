package io.escriba.local.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where the launcher speaks. Always in UTF-8: names and samples have accents, and terminals show them even where no locale
 * is set, as in many containers.
 *
 * @param out what was asked for
 * @param err what went wrong
 */
record Console(PrintWriter out, PrintWriter err) {
    /** The standard streams of this process. */
    static Console standard() {
        return new Console(writer(FileDescriptor.out), writer(FileDescriptor.err));
    }

    /** Prints a line of what was asked for. */
    void say(String line) {
        out.println(line);
    }

    /** Prints a line of what went wrong. */
    void complain(String line) {
        err.println(line);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
