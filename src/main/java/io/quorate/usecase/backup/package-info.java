/** What one does with backups: takes them, tries them, and begins again from them. */
@NullMarked
package io.quorate.usecase.backup;

import org.jspecify.annotations.NullMarked;
