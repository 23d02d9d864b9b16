/**
 * One recipe a component of a node (etcd, control plane, kubelet, runtime, network, proxy,
 * firewall, DNS …), and the certificates that they need: what a node has to have, as steps. Pure.
 */
@NullMarked
package io.quorate.recipe.component;

import org.jspecify.annotations.NullMarked;
