package io.echofield.swarmkit.tools.cli;
import io.echofield.swarmkit.api.AgentCalls;
import java.nio.file.Path;
import java.util.Optional;
final class AgentChoice { private AgentChoice() {}
 static AgentCalls open(Globals g) { return find(Path.of("")).orElseThrow(); }
 static Optional<AgentCalls> find(Path p) { return Optional.empty(); } }
