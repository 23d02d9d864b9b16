package io.quorate.usecase;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Distribute;
import io.quorate.inventory.release.Artefact;
import io.quorate.inventory.release.Downloader;
import io.quorate.plan.Operation.Checksum;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Plan;
import io.quorate.recipe.Context;
import io.quorate.recipe.Context.LocalFile;
import io.quorate.usecase.ClusterSession.Planned;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the operator's machine does about downloads before a plan is made: it takes sums of archives
 * that have none, and has at hand what it will send to the nodes itself.
 */
final class Distribution {

  private final Function<Context, Plan> recipe;
  private final Consumer<String> say;

  /**
   * @param recipe what a plan is made with
   */
  Distribution(Function<Context, Plan> recipe, Consumer<String> say) {
    this.recipe = recipe;
    this.say = say;
  }

  /** The plan, made with everything that it needs to know of files on this machine. */
  Planned prepare(Context context) throws IOException, InterruptedException {
    Inventory inventory =
        new ArchiveSums(StateFolders.cache().resolve("sums"), say).complete(context.inventory());
    Context complete = new Context(inventory, context.facts(), Map.of(), context.now());
    boolean all = inventory.downloads().distribute() == Distribute.OPERATOR;
    // What a plan would have the nodes fetch is what this machine has to have.
    Plan plan = recipe.apply(complete);
    List<Fetch> own =
        fetches(plan).filter(fetch -> all || fetch.url().startsWith("file:")).toList();
    // Keys and signatures are most of a plan's work: it is made anew only where it gets another.
    return own.isEmpty()
        ? new Planned(plan, complete)
        : planned(new Context(inventory, context.facts(), download(own), context.now()));
  }

  /** The same for simulated nodes: nothing is downloaded, and no archive is read. */
  Planned simulate(Context context) {
    return planned(
        new Context(
            ArchiveSums.simulated(context.inventory()), context.facts(), Map.of(), context.now()));
  }

  private Planned planned(Context complete) {
    return new Planned(recipe.apply(complete), complete);
  }

  /** The files by their URL. */
  private Map<String, LocalFile> download(List<Fetch> fetches)
      throws IOException, InterruptedException {
    Map<String, LocalFile> local = new HashMap<>();
    try (Downloader downloader = Downloader.usual(System.getenv())) {
      for (Fetch fetch : fetches) {
        if (!local.containsKey(fetch.url())) {
          Downloader.Downloaded file = downloader.get(artefact(fetch), (done, total) -> {});
          if (file.fresh()) {
            say.accept("Downloaded " + fetch.title() + ".");
          }
          local.put(fetch.url(), new LocalFile(file.file().toString(), file.sha256()));
        }
      }
    }
    return local;
  }

  private static Stream<Fetch> fetches(Plan plan) {
    return plan.steps().stream()
        .flatMap(step -> step.operations().stream())
        .filter(Fetch.class::isInstance)
        .map(Fetch.class::cast);
  }

  static Artefact artefact(Fetch fetch) {
    String fileName = fetch.url().substring(fetch.url().lastIndexOf('/') + 1);
    return switch (fetch.checksum()) {
      case Checksum.Pinned pinned ->
          new Artefact(fetch.name(), fetch.version(), fetch.url(), pinned.sha256(), null, fileName);
      case Checksum.Published published ->
          new Artefact(
              fetch.name(),
              fetch.version(),
              fetch.url(),
              null,
              published.url(),
              published.fileName());
    };
  }
}
