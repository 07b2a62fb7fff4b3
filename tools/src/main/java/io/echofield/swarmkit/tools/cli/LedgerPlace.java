package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.app.AgentException;
import io.echofield.swarmkit.app.LedgerCare;
import io.echofield.swarmkit.app.RunningAgent;
import io.echofield.swarmkit.app.Settings;
import io.echofield.swarmkit.tools.show.Doc;
import java.util.Map;
import java.util.Optional;

/** The ledger that the flags mean, of an agent that runs or of one that does not. */
final class LedgerPlace {
  private static final String HOLDER = "echofield ledger";

  private LedgerPlace() {}

  /** Something done to a ledger. */
  interface Deed<T> {
    T with(LedgerCare care) throws AgentException;
  }

  /** Looks at a ledger, beside its agent if that runs. */
  static <T> T look(Globals globals, Deed<T> deed) {
    Optional<RunningAgent> running = AgentChoice.running(globals);
    return running.isPresent()
        ? beside(globals, running.get(), deed)
        : atRest(AgentChoice.stored(globals), deed);
  }

  /** Works on the ledger of a node that does not run. */
  static <T> T atRest(Settings settings, Deed<T> deed) {
    try {
      return deed.with(LedgerCare.of(settings.dataDir(), settings.topicRoot(), HOLDER));
    } catch (AgentException e) {
      throw new Failure(e.exit(), e.getMessage(), e.next(), e);
    }
  }

  /**
   * The settings of a node that does not run.
   *
   * @throws Failure if it runs
   */
  static Settings notRunning(Globals globals) {
    Optional<RunningAgent> running = AgentChoice.running(globals);
    if (running.isPresent()) {
      String node = running.get().node().text();
      throw new Failure(
          Exit.CANNOT_CREATE,
          node + " runs and holds its ledger",
          "first: echofield agent stop -n " + node);
    }
    return AgentChoice.stored(globals);
  }

  /** The name of its swarm, which the ids of an open one depend on, is known to the agent. */
  private static <T> T beside(Globals globals, RunningAgent agent, Deed<T> deed) {
    try (AgentCalls calls = AgentChoice.calls(agent, globals.timeoutMillis())) {
      Doc status = new Doc(calls.call("status", Map.of()).document());
      String swarm = status.doc("swarm").text("name");
      if (swarm.isEmpty()) {
        throw new Failure(
            Exit.UNAVAILABLE, agent.node().text() + " does not answer", status.text("error"));
      }
      return deed.with(LedgerCare.of(agent.dataDir(), swarm, HOLDER));
    } catch (AgentException e) {
      throw new Failure(e.exit(), e.getMessage(), e.next(), e);
    }
  }
}
