package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.lab.swarm.SwarmWatcher;
import io.echofield.swarmkit.lab.swarm.VirtualNode;

/**
 * Holds a world to one promise. Sees everything that happens, in order, and changes nothing. One
 * world, one thread.
 */
public abstract class Checker implements SwarmWatcher {
  private SimWorld world;

  void attach(SimWorld to) {
    world = to;
  }

  /** The promise it checks, as reports name it behind its number. */
  public final String name() {
    return getClass().getSimpleName();
  }

  /** The number of the promise in PROTOCOL.md, section 9: 1 to 18; 0 for what needs no number. */
  public abstract int invariant();

  /** A statement of the scenario was carried out. */
  public void statementDone() {}

  /** Time leapt: nothing could happen meanwhile. */
  public void leapt() {}

  /** All nodes run, can hear each other, and hold the same. */
  public void quiescent() {}

  /** The scenario is over, quiescent or not. */
  public void end() {}

  /**
   * The run's result is taken and nothing was violated: a checker may let more time pass now, which
   * the result's trace, frames, bytes and virtual time do not tell of.
   */
  public void afterwards() {}

  protected final SimWorld world() {
    return world;
  }

  /** A promise was not kept at this node. */
  protected final void violated(VirtualNode node, String text) {
    world.report(
        new Violation(invariant(), name(), world.swarm().nowMillis(), world.nameOf(node), text));
  }

  /** A promise was not kept by the swarm as a whole. */
  protected final void violated(String text) {
    world.report(new Violation(invariant(), name(), world.swarm().nowMillis(), "", text));
  }
}
