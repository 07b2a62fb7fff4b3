package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** V-1: nodes with equal entries and rosters have equal views and fingerprints, at any time. */
final class ViewsAreAFunctionOfEntries extends Checker {
  /** Every so many statements; always in the end. */
  private static final int EVERY = 8;

  private int statements;

  @Override
  public int invariant() {
    return 1;
  }

  @Override
  public void statementDone() {
    if (++statements % EVERY == 0) {
      compare();
    }
  }

  @Override
  public void quiescent() {
    compare();
  }

  @Override
  public void end() {
    compare();
  }

  private void compare() {
    Map<Long, VirtualNode> byEntries = new HashMap<>();
    for (VirtualNode node : world().running()) {
      VirtualNode other = byEntries.putIfAbsent(summary(node), node);
      if (other != null && sameEntries(node, other)) {
        compare(node.core().ledger(), other.core().ledger(), node, other);
      }
    }
  }

  private void compare(Ledger a, Ledger b, VirtualNode node, VirtualNode other) {
    if (!a.live().equals(b.live())) {
      violated(node, "holds the same entries as " + world().nameOf(other) + " but not as LIVE");
    } else if (!a.hash().equals(b.hash())) {
      violated(
          node, "holds the same entries as " + world().nameOf(other) + " but sees others tasks");
    }
  }

  private static long summary(VirtualNode node) {
    long summary = node.core().roster().version();
    for (LogState log : node.core().ledger().logs().values()) {
      summary = summary * 1_000_003 + log.log().hashCode();
      summary = summary * 1_000_003 + log.count();
      summary = summary * 1_000_003 + log.sum().hashCode();
    }
    return summary;
  }

  private static boolean sameEntries(VirtualNode node, VirtualNode other) {
    Ledger a = node.core().ledger();
    Ledger b = other.core().ledger();
    if (a.logs().size() != b.logs().size()
        || node.core().roster().version() != other.core().roster().version()) {
      return false;
    }
    Iterator<LogState> others = b.logs().values().iterator();
    for (LogState log : a.logs().values()) {
      LogState its = others.next();
      if (!log.log().equals(its.log())
          || log.count() != its.count()
          || !log.sum().equals(its.sum())) {
        return false;
      }
    }
    return true;
  }
}
