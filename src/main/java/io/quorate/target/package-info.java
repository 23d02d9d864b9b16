/**
 * Places for backups that are neither this machine nor a node: what goes there, how it is compared,
 * and what is removed as too old. Each kind of place is one class and how it is opened.
 */
@NullMarked
package io.quorate.target;

import org.jspecify.annotations.NullMarked;
