package io.echofield.swarmkit.tools.show;

/** Colours for a terminal; always beside a word that says the same. */
public record Paint(boolean on) {
  private static final String RESET = "\u001b[0m";

  public String state(String word) {
    return switch (word) {
      case "ok", "up", "done" -> green(word);
      case "degraded", "suspect", "silent", "connecting", "running", "claimed" -> yellow(word);
      case "critical", "offline", "down", "failed" -> red(word);
      default -> word;
    };
  }

  public String green(String text) {
    return painted("\u001b[32m", text);
  }

  public String yellow(String text) {
    return painted("\u001b[33m", text);
  }

  public String red(String text) {
    return painted("\u001b[31m", text);
  }

  public String bold(String text) {
    return painted("\u001b[1m", text);
  }

  private String painted(String start, String text) {
    return on && !text.isEmpty() ? start + text + RESET : text;
  }
}
