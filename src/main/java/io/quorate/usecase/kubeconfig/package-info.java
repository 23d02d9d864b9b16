/** The operator's own kubeconfig: a cluster's access is added to what is there. */
@NullMarked
package io.quorate.usecase.kubeconfig;

import org.jspecify.annotations.NullMarked;
