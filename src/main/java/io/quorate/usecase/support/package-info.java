/** What those need who are to help with a cluster, in one file without secrets. */
@NullMarked
package io.quorate.usecase.support;

import org.jspecify.annotations.NullMarked;
