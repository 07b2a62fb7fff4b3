package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** V-3, where a scenario asks for it: the nodes that run come to hold the same. */
final class ConvergesAfterFairHeal extends Checker {
  @Override
  public int invariant() {
    return 3;
  }

  /** Lets time pass until it is so, and where all is mended lets all checkers look then. */
  void within(long withinMillis) {
    if (!world().runUntil(world().swarm()::converged, withinMillis)) {
      violated("not equal after " + Times.text(withinMillis) + ": " + differences());
    } else if (world().fair()) {
      world().rest();
    }
  }

  /** What was equal is so now too. */
  void stillHolds() {
    if (world().swarm().converged()) {
      world().rest();
    } else {
      violated("not equal any more: " + differences());
    }
  }

  /** The first thing in which two nodes differ. */
  private String differences() {
    List<VirtualNode> running = world().running();
    for (VirtualNode node : running) {
      VirtualNode first = running.get(0);
      if (!node.holdsWhat(first)) {
        return difference(first, node);
      }
    }
    return "nobody differs";
  }

  private String difference(VirtualNode a, VirtualNode b) {
    String names = world().nameOf(a) + " and " + world().nameOf(b);
    if (a.core().roster().version() != b.core().roster().version()) {
      return names + " have different rosters";
    }
    SortedSet<LogId> logs = new TreeSet<>(a.core().ledger().logs().keySet());
    logs.addAll(b.core().ledger().logs().keySet());
    for (LogId log : logs) {
      LogState one = a.core().ledger().log(log);
      LogState other = b.core().ledger().log(log);
      String of = names + ", log " + log.author() + "/" + Integer.toHexString(log.epoch());
      if (one.count() != other.count() || !one.sum().equals(other.sum())) {
        return of + ": " + one.held().ranges() + " and " + other.held().ranges();
      } else if (one.signedSeq() != other.signedSeq()) {
        return of + ": signed to " + one.signedSeq() + " and to " + other.signedSeq();
      }
    }
    return names + " hold the same entries and see other tasks";
  }
}
