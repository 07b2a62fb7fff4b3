package io.echofield.swarmkit.tools.cli;
import picocli.CommandLine.Command;
final class KeysVerbs { private KeysVerbs() {} @Command(name="keys") static final class Group extends VerbGroup { Group(Globals g){super(g);} }
@Command(name="init") static final class Init implements Runnable { Init(Globals g){} public void run(){} }
}
