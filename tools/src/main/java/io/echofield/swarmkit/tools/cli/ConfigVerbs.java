package io.echofield.swarmkit.tools.cli;
import picocli.CommandLine.Command;
final class ConfigVerbs { private ConfigVerbs() {} @Command(name="config") static final class Group extends VerbGroup { Group(Globals g){super(g);} }
@Command(name="init") static final class Init implements Runnable { Init(Globals g){} public void run(){} }
@Command(name="check") static final class Check implements Runnable { Check(Globals g){} public void run(){} }
@Command(name="show") static final class Show implements Runnable { Show(Globals g){} public void run(){} }
}
