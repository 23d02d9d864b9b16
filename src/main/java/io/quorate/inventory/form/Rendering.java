package io.quorate.inventory.form;

import java.util.List;

/**
 * An inventory written in a form.
 *
 * @param leftOut what the form cannot say, a phrase each; in a form with comments also in the text
 * @param secret whether a secret is in the text, so that it is for its owner only
 */
public record Rendering(String text, List<String> leftOut, boolean secret) {
  public Rendering {
    leftOut = List.copyOf(leftOut);
  }
}
