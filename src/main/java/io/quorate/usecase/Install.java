package io.quorate.usecase;

import io.quorate.inventory.Problem;
import io.quorate.plan.Plan;
import io.quorate.recipe.Context;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.component.AdminKubeconfig;
import io.quorate.recipe.lifecycle.InstallPlan;
import io.quorate.recipe.lifecycle.VerifiedPrograms;
import io.quorate.usecase.ClusterSession.Planned;
import java.io.IOException;
import java.util.List;

/**
 * The cluster that an inventory describes is installed, or an installed one is brought back to it.
 *
 * @param againstAnew what forbids a first install, such as an even number of masters; a cluster
 *     that is there already may have it. Empty when nothing does
 * @param ofExisting problems of the inventory of a cluster that is there
 * @param verify whether each installed program is read again and compared with its sum
 */
public record Install(List<Problem> againstAnew, List<Problem> ofExisting, boolean verify)
    implements UseCase {

  public static final String NAME = "install";

  public Install {
    againstAnew = List.copyOf(againstAnew);
    ofExisting = List.copyOf(ofExisting);
  }

  /** Of an inventory that nothing is wrong with. */
  public static Install usual() {
    return new Install(List.of(), List.of(), false);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Survey look(ClusterSession session) throws InterruptedException, InvalidRequestException {
    Survey survey = session.survey();
    if (!againstAnew.isEmpty() && !InstallPlan.isInstalled(survey.facts())) {
      throw InvalidRequestException.of(againstAnew);
    }
    VersionGuard.refuseChange(session.inventory(), survey.facts());
    return againstAnew.isEmpty() ? survey : survey.with(ofExisting);
  }

  @Override
  public Proposal propose(ClusterSession session, Survey survey, Caller caller)
      throws IOException, InterruptedException {
    Planned planned = session.plan(survey.facts(), this::plan, caller.progress());
    // The access to the cluster comes home, if there is a real one.
    RunResults results =
        session.reach().rehearsal()
            ? RunResults.nothing()
            : new RunResults(AdminKubeconfig.of(planned.context(), planned.plan()), null, null);
    return Proposal.of(PlannedRun.of(NAME, session, planned, results), new Consent.Agreement());
  }

  private Plan plan(Context context) {
    Plan plan = InstallPlan.of(context);
    return verify ? VerifiedPrograms.of(plan) : plan;
  }
}
