package io.quorate.inventory.form;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.SecretSealer;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.secret.VaultException;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.inventory.yaml.YamlWriter;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of secrets when an inventory is written in another form: sealed again where the form
 * can hold that, and named where it cannot.
 *
 * @param rendering what is written
 * @param inClear the fields that were sealed and stand in clear now
 */
public record KeptSecrets(Rendering rendering, List<String> inClear) {

  public KeptSecrets {
    inClear = List.copyOf(inClear);
  }

  /**
   * What is written of a source: what was sealed there, a value or the whole file, is so again.
   *
   * @param inventory of the source
   * @param sealed the fields that were sealed there
   * @param seals whether secrets that stood in clear are sealed, too
   * @throws VaultException when there is no password
   */
  public static KeptSecrets of(
      Source source, Texts texts, Form form, Inventory inventory, Set<String> sealed, boolean seals)
      throws IOException, VaultException {
    Rendering rendering = Forms.write(inventory, form);
    if (source.isOneFile() && texts.isSealed(source.file())) {
      return whole(rendering, form, texts.vault(), texts.label(source.file()));
    }
    return sealed.isEmpty() && !seals
        ? open(rendering)
        : values(rendering, form, inventory, sealed, texts.vault());
  }

  /** Secrets as they are. */
  private static KeptSecrets open(Rendering rendering) {
    return new KeptSecrets(rendering, List.of());
  }

  /**
   * A file that was sealed as a whole: Ansible's forms are so again.
   *
   * @param label the vault id
   * @throws VaultException when there is no password
   */
  private static KeptSecrets whole(Rendering rendering, Form form, Vault vault, String label)
      throws VaultException {
    return switch (form) {
      case NATIVE, INI, KUBESPRAY ->
          open(new Rendering(vault.seal(rendering.text(), label), rendering.leftOut(), true));
      case K0SCTL,
          RKE,
          KUBEONE,
          KUBEKEY,
          KUBEADM,
          SSH_CONFIG,
          MARKDOWN,
          JSON,
          ETC_HOSTS,
          PROMETHEUS ->
          new KeptSecrets(
              new Rendering(rendering.text(), rendering.leftOut(), true),
              List.of("all that was in the file"));
    };
  }

  /**
   * Values that were sealed: our own form holds them so again, and its secrets with them.
   *
   * @param sealed the fields
   * @throws VaultException when there is no password
   */
  private static KeptSecrets values(
      Rendering rendering, Form form, Inventory inventory, Set<String> sealed, Vault vault)
      throws VaultException {
    String text =
        form == Form.NATIVE
            ? SecretSealer.sealed(rendering.text(), sealed, vault)
            : rendering.text();
    List<String> inClear =
        sealed.stream()
            .filter(field -> texts(inventory, field).anyMatch(value -> shows(text, value)))
            .sorted()
            .toList();
    // Where a form cannot seal, what was sealed is for the owner's eyes, found or not.
    boolean secret =
        rendering.secret() || !inClear.isEmpty() || (form != Form.NATIVE && !sealed.isEmpty());
    return new KeptSecrets(new Rendering(text, rendering.leftOut(), secret), inClear);
  }

  /** The values of a field, as the inventory has them. */
  private static Stream<String> texts(Inventory inventory, String field) {
    Setting setting = Setting.ofKey(field.substring(field.lastIndexOf('.') + 1));
    if (setting == null) {
      return Stream.empty();
    }
    if (!field.startsWith("hosts.")) {
      return texts(SettingValues.of(inventory).get(setting));
    }
    return inventory.hosts().stream()
        .filter(host -> field.equals("hosts." + host.name() + "." + setting.key()))
        .flatMap(host -> texts(setting.valueIn(host)));
  }

  /** As it is, or as quotes hold it. */
  private static boolean shows(String text, String value) {
    String quoted = YamlWriter.block(Map.of("v", value)).strip().substring("v: ".length());
    return text.contains(value)
        || (quoted.startsWith("\"") && text.contains(quoted.substring(1, quoted.length() - 1)));
  }

  /** Texts only: a number is no secret, and is found everywhere. */
  private static Stream<String> texts(@Nullable Object value) {
    return switch (value) {
      case String text when !text.isBlank() -> Stream.of(text);
      case Secret secret when !secret.reveal().isBlank() -> Stream.of(secret.reveal());
      case List<?> list -> list.stream().flatMap(KeptSecrets::texts);
      case Map<?, ?> map -> map.values().stream().flatMap(KeptSecrets::texts);
      case null, default -> Stream.empty();
    };
  }
}
