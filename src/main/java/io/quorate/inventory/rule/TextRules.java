package io.quorate.inventory.rule;

import static io.quorate.inventory.setting.Setting.*;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Problem;
import io.quorate.inventory.ProblemList;
import io.quorate.inventory.secret.SecretNames;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.VaultOpener;
import io.quorate.plan.Secret;
import io.quorate.plan.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts of which a command line or a URL is made, beyond what their settings declare. */
final class TextRules {

  private static final Pattern FLAG = Pattern.compile("--[a-zA-Z0-9][a-zA-Z0-9_.-]*=.*");

  /** What a shell or a unit would act on; flags' own values use ; and < and #. */
  private static final Pattern UNSAFE_IN_FLAG = Pattern.compile("[`$\"'\\\\]");

  private static final Pattern UNSAFE_IN_PATH = Pattern.compile("[\\s`$\"'\\\\;|&<>(){}*?!]");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern DRIVER = Pattern.compile("[a-z][a-z0-9-]*");

  private final List<Problem> problems = new ProblemList();

  private TextRules() {}

  static List<Problem> problems(Inventory inventory) {
    TextRules rules = new TextRules();
    rules.components(inventory.components());
    rules.downloads(inventory.downloads());
    return rules.problems;
  }

  private void components(Inventory.Components components) {
    components.customFlags().forEach(this::flags);
    components.environment(Component.ETCD).forEach(this::logged);
    Object driver = components.config(Component.DOCKER).get("storage-driver");
    if (driver != null
        && !(Secrets.revealed(driver) instanceof String s && DRIVER.matcher(s).matches())) {
      error(
          DOCKER_STORAGE_DRIVER,
          quoted(String.valueOf(driver)) + " is not a valid storage driver.",
          "Take overlay2, unless you know better.");
    }
  }

  private void flags(Component component, List<String> flags) {
    Setting setting = Setting.flagsOf(component);
    for (String flag : flags) {
      if (!FLAG.matcher(flag).matches()) {
        error(
            setting,
            quoted(flag) + " is not of the form --flag=value.",
            "Write two dashes, the name, = and the value, such as " + setting.example() + ".");
      } else if (UNSAFE_IN_FLAG.matcher(flag).find()) {
        error(
            setting,
            quoted(flag) + " has a quote, a dollar, a back-quote or a backslash in it.",
            "No flag needs them here: values are passed on as they are, without a shell.");
      }
    }
  }

  private void logged(String name, Secret value) {
    if (name.equals("ETCD_INITIAL_CLUSTER_TOKEN")) {
      error(
          ETCD_ENVIRONMENT,
          VaultOpener.inLog(name),
          "Write it as etcd_initial_token: etcd is given a digest of that.");
    } else if (name.startsWith("ETCD_") && SecretNames.in(value.reveal())) {
      error(ETCD_ENVIRONMENT, VaultOpener.inLog(name), VaultOpener.IN_LOG_REMEDY);
    }
  }

  private void downloads(Inventory.Downloads downloads) {
    String mirror = downloads.mirror();
    String fault = mirror == null ? null : mirrorFault(mirror);
    if (fault != null) {
      error(
          MIRROR,
          fault,
          "Write a URL such as http://mirror.example.com:8000, or a folder beginning with /.");
    }
    if (mirror != null
        && fault == null
        && !mirror.startsWith("http")
        && downloads.distribute() == Inventory.Distribute.NODES) {
      problems.add(
          Problem.warning(
              MIRROR.key(),
              "Each node will look for the folder " + Problem.shown(mirror) + " on itself.",
              "If it is on your machine only, set distribute to operator."));
    }
    for (String archive : downloads.imageArchives()) {
      if (UNSAFE_IN_PATH.matcher(archive).find() || archive.contains("..") || archive.isEmpty()) {
        error(
            IMAGE_ARCHIVES,
            quoted(archive) + " is not a path, URL or file that can be used.",
            "Write it without spaces, quotes, \"..\" and signs that a shell acts on, such as "
                + IMAGE_ARCHIVES.example()
                + ".");
      }
    }
    downloads
        .checksums()
        .forEach(
            (file, sum) -> {
              if (!SHA256.matcher(sum).matches()) {
                error(
                    CHECKSUMS,
                    "The sum of " + quoted(file) + " is not a SHA-256.",
                    "Write 64 hexadecimal digits, as sha256sum prints them.");
              }
            });
  }

  private static @Nullable String mirrorFault(String mirror) {
    if (mirror.startsWith("/")) {
      return UNSAFE_IN_PATH.matcher(mirror).find()
          ? quoted(mirror) + " has a space, a quote or a sign that a shell acts on in it."
          : null;
    }
    try {
      URI uri = new URI(mirror);
      if (uri.getUserInfo() != null) {
        return "The mirror's URL has a user or password in it, which logs would show.";
      }
      // While it is typed it has no scheme yet, and immutable lists do not take null for an answer.
      String scheme = Objects.requireNonNullElse(uri.getScheme(), "");
      boolean web = List.of("http", "https").contains(scheme) && uri.getHost() != null;
      boolean folder = scheme.equals("file") && mirror.startsWith("file:///");
      boolean bare = uri.getQuery() == null && uri.getFragment() == null;
      boolean safe = !UNSAFE_IN_PATH.matcher(mirror).find();
      return (web || folder) && bare && safe ? null : quoted(mirror) + " is not a mirror.";
    } catch (URISyntaxException e) {
      return quoted(mirror) + " is not a URL.";
    }
  }

  private static String quoted(String text) {
    return "\"" + Problem.shown(text) + "\"";
  }

  private void error(Setting setting, String what, String remedy) {
    problems.add(Problem.error(setting.key(), what, remedy));
  }
}
