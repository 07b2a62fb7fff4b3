package io.echofield.swarmkit.tools.demo;

import java.io.PrintStream;
import java.util.List;

/** A terminal: the story scrolls, the table below it is drawn anew in place. */
public final class LiveScreen implements Screen {
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream out;
  private List<String> table = List.of();

  public LiveScreen(PrintStream out) {
    this.out = out;
  }

  @Override
  public void say(String line) {
    draw(line + System.lineSeparator(), table);
  }

  @Override
  public void refresh(List<String> now) {
    draw("", now);
  }

  @Override
  public void keep(List<String> now) {
    refresh(now);
  }

  private void draw(String above, List<String> now) {
    StringBuilder text = new StringBuilder();
    if (!table.isEmpty()) {
      text.append("\u001b[").append(table.size()).append("A\r").append(CLEAR_BELOW);
    }
    text.append(above);
    now.forEach(line -> text.append(line).append(System.lineSeparator()));
    out.print(text);
    out.flush();
    table = List.copyOf(now);
  }
}
