package io.echofield.swarmkit.tools.cli;
import picocli.CommandLine.Command;
final class BrokerVerbs { private BrokerVerbs() {} @Command(name="broker") static final class Group extends VerbGroup { Group(Globals g){super(g);} }
@Command(name="run") static final class Run implements Runnable { Run(Globals g){} public void run(){} }
}
