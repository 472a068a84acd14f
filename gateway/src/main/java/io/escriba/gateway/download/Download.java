package io.escriba.gateway.download;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file on its way to a reader. It has a place until it is closed, which any thread may do, also several times. */
final class Download extends FilterInputStream {
    private final Runnable leave;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Download(InputStream file, Runnable leave) {
        super(file);
        this.leave = leave;
    }

    @Override
    public void close() throws IOException {
        if (open.compareAndSet(true, false)) {
            try {
                super.close();
            } finally {
                leave.run();
            }
        }
    }
}
