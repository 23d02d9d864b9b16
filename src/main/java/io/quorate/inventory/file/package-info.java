/** The inventory file: read, written, changed in place, sealed, compared, and its schema. */
@NullMarked
package io.quorate.inventory.file;

import org.jspecify.annotations.NullMarked;
