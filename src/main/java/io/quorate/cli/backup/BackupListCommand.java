package io.quorate.cli.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.backup.ArchiveRefused;
import io.quorate.backup.BackupFolder;
import io.quorate.backup.BackupFolder.Entry;
import io.quorate.backup.BackupFolder.Listing;
import io.quorate.backup.Manifest;
import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.engine.ExitCode;
import io.quorate.plan.FileFailure;
import io.quorate.target.OffHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quorate backup list}: which backups there are in a folder. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists the backups in a folder, the newest first, by their manifests: no key is needed.",
      "What is called a backup there and is none is said, and the exit code is 4 then."
    })
final class BackupListCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Parameters(
      paramLabel = "FOLDER|ADDRESS",
      arity = "0..1",
      description =
          "The folder (default: the current one); elsewhere, where the names are read, and no more: "
              + OffHost.FORMS
              + ".")
  private String folder = "";

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Mixin private S3Options s3 = new S3Options();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return CommandContext.hold(
        new JourneyOptions(),
        spec,
        talk -> OffHost.isAddress(folder) ? elsewhere(talk) : here(talk));
  }

  private int here(CommandContext talk) throws IOException, EndedException {
    s3.none("FOLDER");
    Path place = Path.of(folder).toAbsolutePath().normalize();
    if (!Files.isDirectory(place)) {
      throw EndedException.invalid("error: " + place + " is not a folder.");
    }
    Listing listing = new BackupFolder(place).list();
    if (json) {
      talk.print(MAPPER.writeValueAsString(tree(listing)));
    } else {
      lines(listing, place, talk);
    }
    return listing.refused().isEmpty() ? ExitCode.DONE : ExitCode.WARNINGS;
  }

  private int elsewhere(CommandContext talk)
      throws IOException, InterruptedException, EndedException {
    OffHost place = OffHostAddress.read("ADDRESS", folder, s3);
    List<OffHost.Entry> backups;
    try {
      backups = place.list();
    } catch (IOException e) {
      throw EndedException.refused(
          "The backups in %s cannot be listed: %s."
              .formatted(place.address(), FileFailure.words(e)));
    }
    if (json) {
      talk.print(MAPPER.writeValueAsString(tree(place, backups)));
      return ExitCode.DONE;
    }
    if (backups.isEmpty()) {
      talk.print("There is no backup in " + place.address() + ".");
    }
    for (OffHost.Entry entry : backups) {
      talk.print(
          "%s  %s  %.1f MiB  %s  %s"
              .formatted(
                  entry.taken(),
                  entry.cluster(),
                  entry.size() / 1048576.0,
                  entry.proved() ? "restore tried" : "restore not tried",
                  entry.name()));
    }
    return ExitCode.DONE;
  }

  private static ObjectNode tree(OffHost place, List<OffHost.Entry> entries) {
    ObjectNode tree = MAPPER.createObjectNode();
    ArrayNode backups = tree.putArray("backups");
    for (OffHost.Entry entry : entries) {
      backups
          .addObject()
          .put("file", place.file(entry.name()).address())
          .put("cluster", entry.cluster())
          .put("taken", entry.taken().toString())
          .put("bytes", entry.size())
          .put("proved", entry.proved());
    }
    tree.putArray("refused");
    return tree;
  }

  private static void lines(Listing listing, Path place, CommandContext talk) throws IOException {
    if (listing.backups().isEmpty()) {
      talk.print("There is no backup in " + place + ".");
    }
    for (Entry entry : listing.backups()) {
      Manifest manifest = entry.manifest();
      talk.print(
          "%s  %s  %.1f MiB  revision %d  %d objects  %s  %s"
              .formatted(
                  manifest.taken(),
                  manifest.cluster(),
                  Files.size(entry.file()) / 1048576.0,
                  manifest.snapshot().revision(),
                  manifest.allObjects(),
                  entry.proved() ? "restore tried" : "restore not tried",
                  entry.file().getFileName()));
    }
    for (ArchiveRefused refused : listing.refused()) {
      talk.print("warning: " + refused.getMessage());
    }
  }

  private static ObjectNode tree(Listing listing) throws IOException {
    ObjectNode tree = MAPPER.createObjectNode();
    ArrayNode backups = tree.putArray("backups");
    for (Entry entry : listing.backups()) {
      Manifest manifest = entry.manifest();
      ObjectNode one =
          backups
              .addObject()
              .put("file", entry.file().toString())
              .put("cluster", manifest.cluster())
              .put("taken", manifest.taken().toString())
              .put("bytes", Files.size(entry.file()))
              .put("revision", manifest.snapshot().revision())
              .put("keys", manifest.snapshot().keys())
              .put("objects", manifest.allObjects())
              .put("proved", entry.proved());
      ArrayNode opens = one.putArray("opensWith");
      Manifest.Sealed sealed = manifest.sealed();
      if (sealed != null) {
        sealed.opensWith().forEach(opens::add);
      }
    }
    ArrayNode refused = tree.putArray("refused");
    listing
        .refused()
        .forEach(
            r ->
                refused
                    .addObject()
                    .put("reason", r.reason().name())
                    .put("message", r.getMessage()));
    return tree;
  }
}
