package io.quorate.plan;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text that no log, journal, report, screen or process list may show. Whatever prints it prints
 * {@link #SHOWN}; only what writes to a node, or into a file that its owner alone reads, may {@link
 * #reveal()} it. Two are equal when their texts are.
 */
public final class Secret {
  /** What stands in a secret's place wherever one is printed. */
  public static final String SHOWN = "•••";

  private final String text;
  private final @Nullable String sealed;

  public Secret(String text) {
    this(text, null);
  }

  /**
   * @param sealed the Ansible Vault value that it was read from; null: it stood in clear
   */
  public Secret(String text, @Nullable String sealed) {
    this.text = Objects.requireNonNull(text);
    this.sealed = sealed;
  }

  public String reveal() {
    return text;
  }

  /** The Ansible Vault value that it came as; null when it stood in clear. */
  public @Nullable String sealed() {
    return sealed;
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Never the text itself, in JSON neither. */
  @JsonValue
  @Override
  public String toString() {
    return SHOWN;
  }
}
