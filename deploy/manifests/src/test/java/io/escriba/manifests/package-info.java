/**
 * Where what is checked lies, and what the services are configured with. Nothing here knows the code of a service but the
 * interfaces of its configuration.
 */
@NullMarked
package io.escriba.manifests;

import org.jspecify.annotations.NullMarked;
