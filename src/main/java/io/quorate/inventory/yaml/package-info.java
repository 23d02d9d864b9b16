/**
 * YAML as somebody wrote it: values with their places, the text itself for changes that leave the
 * rest of it alone, and files that are written wholly or not at all.
 */
@NullMarked
package io.quorate.inventory.yaml;

import org.jspecify.annotations.NullMarked;
