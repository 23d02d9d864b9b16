/**
 * Journeys on a cluster that is there, each as a list of pages, and the one wizard that walks them.
 */
@NullMarked
package io.quorate.wizard.journey;

import org.jspecify.annotations.NullMarked;
