/**
 * The CIS Kubernetes Benchmark, line by line: what the nodes are asked for it, and how what they
 * answer is judged. Pure.
 */
@NullMarked
package io.quorate.recipe.cis;

import org.jspecify.annotations.NullMarked;
