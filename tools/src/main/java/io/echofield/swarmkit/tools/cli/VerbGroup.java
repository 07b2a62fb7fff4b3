package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.Exit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A word that needs another one after it. */
abstract class VerbGroup implements Callable<Integer> {
  private final Globals globals;
  @Spec private CommandSpec spec;

  VerbGroup(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    CommandLineRun.usage(spec.commandLine(), globals.terminal().err());
    return Exit.USAGE;
  }
}
