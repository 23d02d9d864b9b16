package io.quorate.recipe;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.plan.Step;
import java.util.List;

/** The pods' network, of the kind that was chosen. */
public final class CniRecipe {

  private CniRecipe() {}

  static List<Step> steps(Context context, Host master) {
    return context.inventory().network().cni() == Cni.CALICO
        ? CalicoNetwork.steps(context, master)
        : RoutedNetwork.steps(context);
  }
}
