package io.quorate.inventory.file;

import io.quorate.inventory.Inventory.Firewall.Port;
import io.quorate.inventory.secret.SealedScalars;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.inventory.yaml.FlowText;
import io.quorate.inventory.yaml.Lines;
import io.quorate.inventory.yaml.ScalarWords;
import io.quorate.inventory.yaml.SourceNode;
import io.quorate.inventory.yaml.SourceNode.Alias;
import io.quorate.inventory.yaml.SourceNode.Entry;
import io.quorate.inventory.yaml.SourceNode.Mapping;
import io.quorate.inventory.yaml.SourceNode.Scalar;
import io.quorate.inventory.yaml.SourceNode.Sequence;
import io.quorate.inventory.yaml.SourceText;
import io.quorate.inventory.yaml.TextEdits;
import io.quorate.inventory.yaml.YamlWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of values in a YAML text that leave everything else as it stands. A value that changes
 * keeps its anchor and its quotes; what is put in takes the indentation around it.
 */
final class NodeEdits {
  private final SourceText source;
  private final TextEdits edits = new TextEdits();
  private final Lines lines;
  private final int step;
  private final SealedScalars sealed;

  /**
   * @param step by how many spaces the text indents
   * @param vault seals values that were sealed again
   */
  NodeEdits(SourceText source, int step, Vault vault) {
    this.source = source;
    this.step = step;
    this.sealed = new SealedScalars(source, edits, step, vault);
    this.lines = new Lines(source, edits);
  }

  boolean isEmpty() {
    return edits.isEmpty();
  }

  String applied() {
    return edits.applied(source.text());
  }

  /**
   * Takes an entry out; comments above it stay.
   *
   * @return whether it could be: what begins behind a dash cannot
   */
  boolean remove(Mapping parent, Entry entry) {
    int at = parent.entries().indexOf(entry);
    int start = entry.key().start();
    int end = entry.value().end();
    if (parent.flow()) {
      lines.removeInFlow(at == 0 ? -1 : parent.entries().get(at - 1).value().end(), start, end);
    } else if (source.beginsLine(start)) {
      lines.removeLines(start, end);
    } else {
      return false;
    }
    keepAnchors(start, end);
    return true;
  }

  /**
   * Puts an entry in.
   *
   * @param after what it comes after; null: it comes first
   */
  void add(Mapping parent, @Nullable Entry after, String key, Object value) {
    if (parent.flow()) {
      String text = YamlWriter.text(key) + ": " + YamlWriter.flow(value);
      int first = parent.entries().isEmpty() ? -1 : parent.entries().getFirst().key().start();
      lines.addInFlow(parent.content(), after == null ? -1 : after.value().end(), first, text);
      return;
    }
    Entry first = parent.entries().getFirst();
    int column = source.column(first.key().start());
    String text = YamlWriter.entry(key, value, column, step);
    if (after == null && source.beginsLine(first.key().start())) {
      lines.addBefore(first.key().start(), text);
    } else {
      Entry last = after == null ? parent.entries().getLast() : after;
      lines.addAfter(last.value().end(), text);
    }
  }

  /** Puts an entry below a key that has nothing or a mapping under it. */
  void addBelow(Mapping parent, Entry slot, String key, Object value) {
    switch (slot.value()) {
      case Mapping mapping ->
          add(
              mapping,
              mapping.entries().isEmpty() ? null : mapping.entries().getLast(),
              key,
              value);
      case Alias alias -> copy(alias);
      case Scalar nothing -> put(parent, slot, Map.of(key, value));
      case Sequence sequence -> {}
    }
  }

  /** Gives a key another name. */
  void rename(Entry entry, String name) {
    if (entry.key() instanceof Scalar key) {
      edits.replace(key.content(), key.end(), nameLike(key, name));
    }
  }

  /** Outside of brackets, a range needs no quotes. */
  private static String nameLike(Scalar key, String name) {
    boolean bareRange = key.style() == Scalar.PLAIN && key.text().contains("[");
    return bareRange ? name : ScalarWords.like(key, name);
  }

  /** Puts an entry in that says under another key what this one says. */
  void addCopy(Mapping parent, Entry entry, String key) {
    String value = FlowText.of(entry.value(), source);
    String name = entry.key() instanceof Scalar old ? nameLike(old, key) : YamlWriter.text(key);
    if (parent.flow()) {
      lines.addInFlow(parent.content(), entry.value().end(), -1, name + ": " + value);
    } else {
      String indent = " ".repeat(source.column(entry.key().start()));
      lines.addAfter(entry.value().end(), (indent + name + ": " + value).stripTrailing());
    }
  }

  /** Puts in an alias' place a copy of what it stands for. */
  void copy(Alias alias) {
    edits.replace(alias.start(), alias.end(), FlowText.of(alias, source));
  }

  /** Changes what differs, part by part where the value has parts. */
  void change(Mapping parent, Entry entry, Object before, Object wanted) {
    int mark = edits.mark();
    if (!changed(entry.value(), before, wanted)) {
      edits.reset(mark);
      put(parent, entry, wanted);
    }
  }

  /** Replaces the whole value under a key. */
  void put(Mapping parent, Entry entry, Object wanted) {
    SourceNode value = entry.value();
    boolean inLine = !isBlockCollection(value);
    if (value instanceof Scalar scalar && scalar.isNothing() && scalar.text().isEmpty()) {
      putAtNothing(parent, entry, wanted);
    } else if (value instanceof Scalar scalar && !isCollection(wanted)) {
      written(scalar, wanted);
    } else if (inLine) {
      replace(value.content(), value.end(), YamlWriter.flow(wanted));
    } else {
      int head = value.content() == value.start() ? afterColon(entry) : anchorEnd(value);
      if (lines.removeLines(value.content(), value.end())) {
        edits.insert(head, " " + YamlWriter.flow(wanted));
        keepAnchors(value.content(), value.end());
      }
    }
  }

  private void putAtNothing(Mapping parent, Entry entry, Object wanted) {
    SourceNode value = entry.value();
    int colon = afterColon(entry);
    if (colon < 0) {
      edits.insert(entry.key().end(), ": " + YamlWriter.flow(wanted));
      return;
    }
    int at = value.anchor() == null ? colon : value.end();
    boolean below = isCollection(wanted) && !parent.flow();
    if (!below) {
      edits.insert(at, " " + YamlWriter.flow(wanted));
      return;
    }
    int column = source.column(entry.key().start());
    String text = YamlWriter.entry("k", wanted, column, step);
    lines.addAfter(at, text.substring(text.indexOf('\n') + 1));
  }

  private static boolean isCollection(Object value) {
    return value instanceof Map<?, ?> map && !map.isEmpty()
        || value instanceof List<?> list && !list.isEmpty();
  }

  private static boolean isBlockCollection(SourceNode node) {
    return node instanceof Mapping mapping && !mapping.flow()
        || node instanceof Sequence sequence && !sequence.flow();
  }

  private int anchorEnd(SourceNode node) {
    int at = node.start();
    while (!Character.isWhitespace(source.text().charAt(at))) {
      at++;
    }
    return at;
  }

  /** Behind the colon of a key; -1 when it has none, as {@code {key}}. */
  private int afterColon(Entry entry) {
    int at = source.skipBlank(entry.key().end());
    String text = source.text();
    return at < text.length() && text.charAt(at) == ':' ? at + 1 : -1;
  }

  private void replace(int start, int end, String text) {
    edits.replace(start, end, text);
    keepAnchors(start, end);
  }

  /** What other places say by an alias is written there when its anchor goes. */
  private void keepAnchors(int start, int end) {
    for (Alias alias : source.aliases()) {
      int anchor = alias.target().start();
      boolean goes = alias.target().anchor() != null && anchor >= start && anchor < end;
      if (goes && (alias.start() < start || alias.start() >= end)) {
        copy(alias);
      }
    }
  }

  /** Whether the change could be made in the parts. */
  private boolean changed(SourceNode node, Object before, Object wanted) {
    if (before.equals(wanted)) {
      return true;
    }
    return switch (node) {
      case Mapping mapping when wanted instanceof Port port ->
          changedMapping(mapping, pair(before), pair(port));
      case Scalar scalar when wanted instanceof Port port && !scalar.isNothing() ->
          written(scalar, SettingValues.typed(port));
      case Mapping mapping
          when before instanceof Map<?, ?> old
              && wanted instanceof Map<?, ?> fresh
              && !old.isEmpty()
              && !fresh.isEmpty() ->
          changedMapping(mapping, old, fresh);
      case Sequence sequence
          when before instanceof List<?> old
              && wanted instanceof List<?> fresh
              && !old.isEmpty()
              && !fresh.isEmpty()
              && sequence.items().size() == old.size() ->
          changedList(sequence, old, fresh);
      case Scalar scalar when !isCollection(wanted) && !scalar.isNothing() ->
          written(scalar, wanted);
      default -> false;
    };
  }

  private boolean written(Scalar scalar, Object value) {
    if (SealedScalars.isSealed(scalar)) {
      sealed.reseal(scalar, String.valueOf(value));
      return true;
    }
    replace(scalar.content(), scalar.end(), ScalarWords.like(scalar, value));
    return true;
  }

  private static Map<String, Object> pair(Object port) {
    Map<String, Object> pair = new LinkedHashMap<>();
    if (port instanceof Port p) {
      pair.put("name", p.name());
      pair.put("port", p.port());
    }
    return pair;
  }

  private boolean changedMapping(Mapping mapping, Map<?, ?> before, Map<?, ?> wanted) {
    Entry last = null;
    for (Entry entry : mapping.entries()) {
      if (!before.containsKey(entry.name()) || wanted.containsKey(entry.name())) {
        last = entry;
      } else if (!remove(mapping, entry)) {
        return false;
      }
    }
    if (last == null) {
      return false;
    }
    for (var pair : wanted.entrySet()) {
      Object old = before.get(pair.getKey());
      Entry entry = mapping.entry(String.valueOf(pair.getKey()));
      if (entry != null && old != null) {
        change(mapping, entry, old, pair.getValue());
      } else if (entry != null) {
        put(mapping, entry, pair.getValue());
      }
    }
    for (var pair : wanted.entrySet()) {
      String key = String.valueOf(pair.getKey());
      if (mapping.entry(key) == null && !pair.getValue().equals(before.get(pair.getKey()))) {
        add(mapping, last, key, pair.getValue());
      }
    }
    for (Object key : before.keySet()) {
      boolean merged = mapping.entry(String.valueOf(key)) == null;
      if (merged && !wanted.containsKey(key)) {
        return false;
      }
    }
    return true;
  }

  /** Changes the items between those at both ends that stay. */
  private boolean changedList(Sequence list, List<?> before, List<?> wanted) {
    int least = Math.min(before.size(), wanted.size());
    int head = 0;
    while (head < least && before.get(head).equals(wanted.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < least - head
        && before.get(before.size() - 1 - tail).equals(wanted.get(wanted.size() - 1 - tail))) {
      tail++;
    }
    List<SourceNode> items = list.items();
    int common = least - head - tail;
    for (int i = head; i < head + common; i++) {
      if (!changed(items.get(i), before.get(i), wanted.get(i))) {
        SourceNode item = items.get(i);
        replace(item.content(), item.end(), YamlWriter.flow(wanted.get(i)));
      }
    }
    for (int i = head + common; i < before.size() - tail; i++) {
      if (!removeItem(list, i)) {
        return false;
      }
    }
    for (int i = head + common; i < wanted.size() - tail; i++) {
      if (!addItem(list, head + common - 1, wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean removeItem(Sequence list, int index) {
    SourceNode item = list.items().get(index);
    keepAnchors(item.start(), item.end());
    if (list.flow()) {
      int before = index == 0 ? -1 : list.items().get(index - 1).end();
      lines.removeInFlow(before, item.start(), item.end());
      return true;
    }
    int dash = dash(item);
    if (!source.beginsLine(dash)) {
      return false;
    }
    lines.removeLines(dash, item.end());
    return true;
  }

  /**
   * @param after the index of the item that it comes after; -1: it comes first
   */
  private boolean addItem(Sequence list, int after, Object value) {
    List<SourceNode> items = list.items();
    if (list.flow()) {
      int end = after < 0 ? -1 : items.get(after).end();
      int first = items.isEmpty() ? -1 : items.getFirst().start();
      lines.addInFlow(list.content(), end, first, YamlWriter.flow(value));
      return true;
    }
    int dash = dash(items.getFirst());
    String text = YamlWriter.item(value, source.column(dash), step);
    if (after >= 0) {
      lines.addAfter(items.get(after).end(), text);
      return true;
    }
    lines.addBefore(dash, text);
    return source.beginsLine(dash);
  }

  private int dash(SourceNode item) {
    int at = item.start() - 1;
    while (at > 0 && source.text().charAt(at) != '-') {
      at--;
    }
    return at;
  }
}
