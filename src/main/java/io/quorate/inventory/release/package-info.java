/**
 * What gets downloaded: the version catalogue, compatibility, artefacts, checksums, mirrors and the
 * local cache.
 */
@NullMarked
package io.quorate.inventory.release;

import org.jspecify.annotations.NullMarked;
