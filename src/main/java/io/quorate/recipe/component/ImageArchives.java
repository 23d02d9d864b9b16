package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.release.Artefact;
import io.quorate.inventory.release.Artefacts;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Operation.Upload;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.AssetScript;
import io.quorate.recipe.Context;
import io.quorate.recipe.Context.LocalFile;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Images that come as archives (`image_archives`) instead of from a registry. */
public final class ImageArchives {

  private static final String FOLDER = "/var/cache/quorate/images";

  private ImageArchives() {}

  static String id(Host host) {
    return StepKind.IMAGES.on(host.name());
  }

  /**
   * One step a node; none when no archive is listed.
   *
   * @throws GuardRefused when an archive is neither pinned in `checksums` nor on the operator's
   *     machine
   */
  public static List<Step> steps(Context context) {
    List<Artefact> archives = Artefacts.imageArchives(context.inventory());
    if (archives.isEmpty()) {
      return List.of();
    }
    return context.hosts().stream()
        .map(
            host ->
                new Step(
                    id(host),
                    host.name(),
                    Phase.RUNTIME,
                    "Import images",
                    operations(context, archives),
                    Set.of(RuntimeRecipe.id(host)),
                    Duration.ofMinutes(20)))
        .toList();
  }

  private static List<Operation> operations(Context context, List<Artefact> archives) {
    String runtime = context.inventory().versions().runtime().name().toLowerCase(Locale.ROOT);
    List<Operation> operations = new ArrayList<>();
    operations.add(new Directory(FOLDER, "root:root", "0755"));
    for (Artefact archive : archives) {
      String path = FOLDER + "/" + archive.fileName();
      operations.addAll(bring(context, archive, path));
      operations.add(
          AssetScript.of(
                  "images of " + archive.fileName(),
                  "runtime/image-import",
                  Map.of(
                      "ARCHIVE", path,
                      "RECORD", path + "." + runtime,
                      "RUNTIME", runtime))
              .doing("importing the images of " + archive.fileName()));
    }
    return operations;
  }

  private static List<Operation> bring(Context context, Artefact archive, String path) {
    LocalFile local = context.local().get(archive.url());
    return local == null
        ? Downloading.of(context, versioned(archive), List.of(new Target("", path, "0644")))
        : List.of(new Upload(local.path(), path, local.sha256()));
  }

  /** Archives have no versions: a new checksum is one. */
  private static Artefact versioned(Artefact archive) {
    String sum = archive.sha256();
    return sum == null
        ? archive
        : new Artefact(
            archive.name(),
            sum.substring(0, Math.min(12, sum.length())),
            archive.url(),
            sum,
            archive.checksumUrl(),
            archive.fileName());
  }
}
