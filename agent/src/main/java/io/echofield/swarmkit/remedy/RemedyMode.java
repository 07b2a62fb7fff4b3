package io.echofield.swarmkit.remedy;

import java.util.Optional;

/** How far this node goes by itself, most careful first. */
public enum RemedyMode {
  /** Nothing runs. */
  OFF("off"),
  /** Actions only say what they would do. */
  DRY_RUN("dry-run"),
  /** Actions run once an operator approved the task. */
  APPROVE("approve"),
  /** Actions run. */
  AUTO("auto");

  private final String word;

  RemedyMode(String word) {
    this.word = word;
  }

  /** The word used in the configuration and in tables. */
  public String word() {
    return word;
  }

  public static Optional<RemedyMode> ofWord(String word) {
    for (RemedyMode mode : values()) {
      if (mode.word.equals(word)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  public RemedyMode moreCareful(RemedyMode other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
