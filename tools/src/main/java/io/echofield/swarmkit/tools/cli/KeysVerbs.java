package io.echofield.swarmkit.tools.cli;

import picocli.CommandLine.Command;

/** Verbs about keys. */
final class KeysVerbs {
  private KeysVerbs() {}

  @Command(
      name = "keys",
      customSynopsis = "echofield keys init",
      description = "The keys of this node and its swarm.")
  static final class Group extends VerbGroup {
    Group(Globals globals) {
      super(globals);
    }
  }
}
