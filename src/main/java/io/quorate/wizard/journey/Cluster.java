package io.quorate.wizard.journey;

import io.quorate.inventory.Inventory;
import java.nio.file.Path;

/**
 * The cluster that a journey is about.
 *
 * @param inventory as its file says
 * @param file is brought up to date where the journey changes what it says
 * @param rehearsal whether its nodes are simulated
 */
public record Cluster(Inventory inventory, Path file, boolean rehearsal) {}
