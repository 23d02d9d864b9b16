/** Certificate authorities, certificates and kubeconfigs. */
@NullMarked
package io.quorate.pki;

import org.jspecify.annotations.NullMarked;
