package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;

/** The core never throws, whatever comes: a node that falls over helps nobody. */
final class CoreStaysUp extends Checker {
  @Override
  public int invariant() {
    return 0;
  }

  @Override
  public void fell(VirtualNode node, Event event, RuntimeException why) {
    StackTraceElement[] stack = why.getStackTrace();
    String where = stack.length > 0 ? " in " + stack[0] : "";
    violated(node, event.getClass().getSimpleName() + " led to " + why + where);
  }
}
