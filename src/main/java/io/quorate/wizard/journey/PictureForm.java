package io.quorate.wizard.journey;

import io.quorate.inventory.Problem;
import io.quorate.wizard.Field;
import io.quorate.wizard.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** A journey's page with a picture; before the first look there is nothing to be asked. */
record PictureForm(JourneyWizard wizard, PicturePage page) implements Form<JourneyWizard> {

  private <T> T seen(BiFunction<Moment, Looked, T> seen, T unseen) {
    Looked looked = wizard.looked();
    return looked == null ? unseen : seen.apply(wizard.moment(), looked);
  }

  @Override
  public List<Field> fields() {
    return seen(page::fields, List.of());
  }

  @Override
  public List<String> picture() {
    return seen(
        page::picture, List.of(wizard.looking() ? "Asking all nodes." : "No node was asked yet."));
  }

  @Override
  public String value(String key) {
    String typed = wizard.choices().text(key);
    return typed.isEmpty() ? usual(key) : typed;
  }

  @Override
  public String usual(String key) {
    return seen((at, looked) -> page.usual(at, looked, key), "");
  }

  @Override
  public Field.Help help(String key) {
    return page.help(wizard.moment(), key);
  }

  /** Each field has its usual value from the start, so that none is merely not answered yet. */
  @Override
  public List<Problem> problemsAt(String key) {
    return problems().stream().filter(p -> p.field().equals(key)).toList();
  }

  @Override
  public List<Problem> problems() {
    List<Problem> all = new ArrayList<>(seen(page::problems, List.of()));
    all.addAll(wizard.refused());
    return all;
  }

  /** Whoever types what stands there by itself has typed nothing. */
  @Override
  public JourneyWizard edit(String key, String text) {
    return wizard.chosen(key, text.equals(usual(key)) ? "" : text);
  }

  @Override
  public JourneyWizard restore(String key) {
    return wizard.chosen(key, "");
  }

  /** No field of a journey can be made anew. */
  @Override
  public JourneyWizard renew(String key) {
    return wizard;
  }
}
