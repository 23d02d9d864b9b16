package io.quorate.wizard.journey;

import io.quorate.inventory.Inventory;
import org.jspecify.annotations.Nullable;

/**
 * What a page has to go by.
 *
 * @param looked the newest look; null before the first
 */
public record Moment(Cluster cluster, Choices choices, @Nullable Looked looked) {

  public Inventory inventory() {
    return cluster.inventory();
  }
}
