/**
 * What one does with a cluster, each use case said once: what it asks of the nodes, what it
 * refuses, its plan, and what comes home. Commands, wizards, rehearsals and tests use the same.
 */
@NullMarked
package io.quorate.usecase;

import org.jspecify.annotations.NullMarked;
