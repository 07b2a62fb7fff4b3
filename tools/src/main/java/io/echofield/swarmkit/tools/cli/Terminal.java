package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.tools.show.Paint;
import java.io.PrintStream;

/**
 * Where the command writes.
 *
 * <p>{@code out} has answers and nothing else; everything said along the way goes to {@code err}.
 *
 * @param outIsTerminal whether people see {@code out} as it is written
 * @param errIsTerminal the same for {@code err}
 */
public record Terminal(
    PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal) {
  /** The process's own; the launcher tells which of them are terminals. */
  static Terminal ofProcess() {
    String told = System.getProperty("echofield.terminals", "");
    return new Terminal(System.out, System.err, told.contains("out"), told.contains("err"));
  }

  Paint outPaint(boolean colourAllowed) {
    return new Paint(colourAllowed && outIsTerminal);
  }

  Paint errPaint(boolean colourAllowed) {
    return new Paint(colourAllowed && errIsTerminal);
  }
}
