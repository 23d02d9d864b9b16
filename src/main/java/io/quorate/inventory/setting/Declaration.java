package io.quorate.inventory.setting;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.setting.Setting.Group;
import io.quorate.inventory.setting.Setting.Holds;
import io.quorate.inventory.setting.Setting.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All that a {@link Setting} is, said where the setting stands. */
final class Declaration {
  final Group group;
  final Kind kind;
  final String standard;
  List<String> options = List.of();
  @Nullable Component component;
  int least;
  int most;
  Holds holds = Holds.NO_SECRET;
  boolean alwaysWritten;
  boolean ofOperator;
  boolean mayBeEmpty;
  @Nullable Function<Host, @Nullable Object> hostValue;
  Function<Inventory, @Nullable Object> value = inventory -> null;
  @Nullable TextRule rule;
  String label = "";
  boolean advanced;
  Predicate<UnaryOperator<String>> matters = values -> true;
  String help = "";
  String example = "";
  String source = "";

  private Declaration(Group group, Kind kind, String standard) {
    this.group = group;
    this.kind = kind;
    this.standard = standard;
  }

  static Declaration text(Group group, String standard) {
    return new Declaration(group, Kind.TEXT, standard);
  }

  static Declaration number(Group group, String standard, int least, int most) {
    Declaration number = new Declaration(group, Kind.NUMBER, standard);
    number.least = least;
    number.most = most;
    return number;
  }

  static Declaration flag(Group group, String standard) {
    return new Declaration(group, Kind.FLAG, standard);
  }

  static Declaration choice(Group group, Class<? extends Enum<?>> choices, String standard) {
    Declaration choice = new Declaration(group, Kind.CHOICE, standard);
    choice.options =
        Arrays.stream(choices.getEnumConstants())
            .map(c -> c.name().toLowerCase(Locale.ROOT))
            .toList();
    return choice;
  }

  /** Without a default: which versions fit together depends on Kubernetes' own. */
  static Declaration version(Group group) {
    return new Declaration(group, Kind.VERSION, "")
        .form(TextRule.VERSION, "is not a version", "Write three numbers, such as %s.");
  }

  static Declaration list(Group group, String standard) {
    return new Declaration(group, Kind.LIST, standard);
  }

  static Declaration ports(Group group, String standard) {
    return new Declaration(group, Kind.PORTS, standard);
  }

  static Declaration map(Group group) {
    return new Declaration(group, Kind.MAP, "");
  }

  static Declaration tree(Group group) {
    return new Declaration(group, Kind.TREE, "");
  }

  /** Flags of one's own for a component. */
  static Declaration flags(Component component) {
    return list(Group.COMPONENTS, "").of(component, i -> i.components().flags(component));
  }

  /** What is merged over a component's configuration. */
  static Declaration config(Component component) {
    return tree(Group.COMPONENTS)
        .of(component, i -> i.components().config(component))
        .secretsByName();
  }

  /** The variables of a component's unit. */
  static Declaration environment(Component component) {
    return map(Group.COMPONENTS)
        .of(component, i -> i.components().environment(component))
        .secrets()
        .form(
            TextRule.VARIABLE,
            "is not a valid variable name",
            "Take letters, digits and _, such as %s.");
  }

  private Declaration of(Component whose, Function<Inventory, @Nullable Object> place) {
    component = whose;
    return value(place);
  }

  /** Where an inventory has its value. */
  Declaration value(Function<Inventory, @Nullable Object> place) {
    value = place;
    return this;
  }

  Declaration secret() {
    holds = Holds.A_SECRET;
    return this;
  }

  Declaration secrets() {
    holds = Holds.SECRETS;
    return this;
  }

  Declaration secretsByName() {
    holds = Holds.SECRETS_BY_NAME;
    return this;
  }

  /** Where a host has a value of its own. */
  Declaration ofHost(Function<Host, @Nullable Object> place) {
    hostValue = place;
    return this;
  }

  Declaration alwaysWritten() {
    alwaysWritten = true;
    return this;
  }

  Declaration ofOperator() {
    ofOperator = true;
    return this;
  }

  Declaration mayBeEmpty() {
    mayBeEmpty = true;
    return this;
  }

  /**
   * What its text has to look like.
   *
   * @param fault the rest of a sentence that the text begins
   * @param remedy a sentence, with %s where the example is to stand
   */
  Declaration form(Pattern form, String fault, String remedy) {
    rule = TextRule.of(form, fault, remedy);
    return this;
  }

  /** The same, where a rule that sees more than the text says what is wrong. */
  Declaration form(Pattern form) {
    return form(form, "", "");
  }

  /** The same for what no pattern can say. */
  Declaration mustBe(Predicate<String> test, String fault, String remedy) {
    rule = new TextRule(test, null, fault, remedy);
    return this;
  }

  /** What the wizard calls it: it asks for it on the page of its group. */
  Declaration asked(String name) {
    label = name;
    return this;
  }

  Declaration advanced() {
    advanced = true;
    return this;
  }

  /** It matters only where the setting of another key has this value. */
  Declaration when(String key, String text) {
    matters = values -> values.apply(key).strip().equalsIgnoreCase(text);
    return this;
  }

  /** It matters only where the setting of another key has another value. */
  Declaration unless(String key, String text) {
    when(key, text);
    matters = matters.negate();
    return this;
  }

  Declaration help(String text) {
    help = text;
    return this;
  }

  Declaration example(String text) {
    example = text;
    return this;
  }

  Declaration source(String text) {
    source = text;
    return this;
  }
}
