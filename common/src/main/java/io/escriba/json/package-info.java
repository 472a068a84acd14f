/**
 * The one JSON mapping of events, manifests and specs. Unknown fields are ignored unless a type refuses them.
 */
@NullMarked
package io.escriba.json;

import org.jspecify.annotations.NullMarked;
