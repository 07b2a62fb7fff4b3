package io.echofield.swarmkit.tools.demo;

import java.io.PrintStream;
import java.util.List;

/** Lines one after the other, for a file or a pipe. */
public record PlainScreen(PrintStream out) implements Screen {
  @Override
  public void say(String line) {
    out.println(line);
    out.flush();
  }

  @Override
  public void refresh(List<String> table) {
    // Only moments that matter: a file would fill with tables.
  }

  @Override
  public void keep(List<String> table) {
    table.forEach(line -> out.println("  " + line));
    out.flush();
  }
}
