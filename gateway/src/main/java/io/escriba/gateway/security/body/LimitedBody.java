package io.escriba.gateway.security.body;

import io.escriba.gateway.problem.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is read up to a length. Whoever reads further fails with status 413. Not thread-safe. */
final class LimitedBody extends FilterInputStream {
    private final long most;
    private final String setting;
    private long read;

    /**
     * Reads this body.
     *
     * @param most bytes that it may have
     * @param setting that says so
     */
    LimitedBody(InputStream in, long most, String setting) {
        super(in);
        this.most = most;
        this.setting = setting;
    }

    /**
     * Refuses a body that says itself that it is too long.
     *
     * @param length in bytes
     * @throws ProblemException (413) when it is
     */
    void expect(long length) {
        if (length > most) {
            throw tooLarge("The body has " + length + " bytes");
        }
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        count(Math.max(0, count));
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int bytes) {
        read += bytes;
        if (read > most) {
            throw tooLarge("The body is longer than " + most + " bytes");
        }
    }

    private ProblemException tooLarge(String found) {
        return BodyProblems.tooLarge(found, most, setting);
    }
}
