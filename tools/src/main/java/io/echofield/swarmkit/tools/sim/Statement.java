package io.echofield.swarmkit.tools.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One line of a scenario: a value that can be compared, left out, printed and read again. */
public record Statement(List<String> words) {
  public Statement {
    words = List.copyOf(words);
  }

  /** The words of a line; empty if there are none. */
  static Optional<Statement> parse(String line) {
    String said = line.replaceFirst("#.*", "").strip();
    return said.isEmpty()
        ? Optional.empty()
        : Optional.of(new Statement(Arrays.asList(said.split("\\s+"))));
  }

  /** Words that a space separates. */
  static Statement of(String line) {
    return parse(line).orElseThrow();
  }

  String text() {
    return String.join(" ", words);
  }

  int size() {
    return words.size();
  }

  /** The word at this place, or an empty one. */
  String word(int index) {
    return index < words.size() ? words.get(index) : "";
  }

  /** The statement from this word on. */
  Statement from(int index) {
    return new Statement(words.subList(index, words.size()));
  }

  /** The word after this one, if it is there. */
  Optional<String> after(String word) {
    int at = words.indexOf(word);
    return at >= 0 && at + 1 < words.size() ? Optional.of(words.get(at + 1)) : Optional.empty();
  }

  boolean has(String word) {
    return words.contains(word);
  }
}
