/** A real S3 server for tests, which can be stopped in the middle of something. */
@NullMarked
package io.escriba.s3server;

import org.jspecify.annotations.NullMarked;
