package io.echofield.swarmkit.tools.cli;
import picocli.CommandLine.Command;
final class AgentVerbs { private AgentVerbs() {} @Command(name="agent") static final class Group extends VerbGroup { Group(Globals g){super(g);} }
@Command(name="run") static final class Run implements Runnable { Run(Globals g){} public void run(){} }
@Command(name="once") static final class Once implements Runnable { Once(Globals g){} public void run(){} }
@Command(name="stop") static final class Stop implements Runnable { Stop(Globals g){} public void run(){} }
}
