package io.echofield.swarmkit.tools;

import io.echofield.swarmkit.tools.cli.CommandLineRun;

/** The {@code echofield} command. */
public final class EchoField {
  private EchoField() {}

  public static void main(String[] arguments) {
    System.exit(CommandLineRun.ofProcess(arguments));
  }
}
