package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import java.util.SortedMap;
import java.util.TreeMap;

/** V-13, where a scenario asks for it: nodes that hold the same say nothing but beacons. */
final class EqualIsSilent extends Checker {
  /** After the last new entry, heads and proofs may still be told for this long. */
  static final long SETTLE_MILLIS = 180_000;

  /** The same where some of it is told by radio. */
  static final long RADIO_SETTLE_MILLIS = 900_000;

  /** What waited for a lease to end is done by then, however long settling takes. */
  private static final long WORK_MILLIS_MAX = 3_600_000;

  private static final long SETTLE_STEP_MILLIS = 1_000;

  /** Shortest interval of Trickle, and between two changes of a status. */
  private static final long RADIO_BEACON_MILLIS = 60_000;

  private static final int BEACONS_BESIDE = 2;

  private final ConvergesAfterFairHeal equality;

  EqualIsSilent(ConvergesAfterFairHeal equality) {
    this.equality = equality;
  }

  @Override
  public int invariant() {
    return 13;
  }

  /**
   * Nothing but beacons and health is said, once what was new has been told, and few of them. Where
   * all is mended, all are equal by then.
   */
  void holdsFor(long forMillis) {
    long latest = world().swarm().nowMillis() + WORK_MILLIS_MAX;
    SortedMap<Channel, Long> before;
    long beaconsBefore;
    long heldBefore;
    do {
      settle(latest);
      if (world().fair()) {
        equality.stillHolds();
      }
      before = said();
      beaconsBefore = beacons();
      heldBefore = held();
      world().swarm().run(forMillis);
      // A claim of somebody who is gone for good is taken over after a long time.
    } while (held() != heldBefore && world().swarm().nowMillis() < latest);
    SortedMap<Channel, Long> after = said();
    if (!after.equals(before)) {
      String text = "frames beside beacons in " + Times.text(forMillis) + " of equality: ";
      violated(text + before + ", then " + after);
    }
    long beacons = beacons() - beaconsBefore;
    if (beacons > beaconsMax(forMillis)) {
      String text = " beacons in " + Times.text(forMillis) + " of equality, at most ";
      violated(beacons + text + beaconsMax(forMillis) + " are needed");
    }
  }

  /**
   * Until nothing new was written for a while: what is asked for in vain is asked for again then.
   */
  private void settle(long latest) {
    boolean radio = world().cells().values().stream().anyMatch(cell -> cell.limits().radio());
    long settleMillis = radio ? RADIO_SETTLE_MILLIS : SETTLE_MILLIS;
    long newest = world().swarm().nowMillis();
    long held = held();
    while (world().swarm().nowMillis() < Math.min(newest + settleMillis, latest)) {
      world().swarm().run(SETTLE_STEP_MILLIS);
      if (held() != held) {
        held = held();
        newest = world().swarm().nowMillis();
      }
    }
  }

  private long held() {
    return world().running().stream().mapToLong(node -> node.core().ledger().arrivals()).sum();
  }

  private long beacons() {
    return world().cells().values().stream()
        .mapToLong(cell -> cell.frames.getOrDefault(Channel.BEACON, 0L))
        .sum();
  }

  /**
   * What timers alone lead to: on a LAN an interval, which a tenth may be taken off, and a health
   * report; by radio the shortest times of Trickle and of the status. One of each may be due.
   */
  private long beaconsMax(long forMillis) {
    VirtualSettings settings = world().swarm().settings();
    long periodic = forMillis * 10 / (9 * settings.beaconMillis());
    long lan = periodic + forMillis / settings.healthMillis() + BEACONS_BESIDE;
    long radio = 2 * (forMillis / RADIO_BEACON_MILLIS) + BEACONS_BESIDE;
    return world().nodes().values().stream()
        .filter(VirtualNode::running)
        .flatMap(node -> node.cells().stream())
        .mapToLong(cell -> cell.limits().radio() ? radio : lan)
        .sum();
  }

  private SortedMap<Channel, Long> said() {
    SortedMap<Channel, Long> said = new TreeMap<>();
    for (VirtualCell cell : world().cells().values()) {
      cell.frames.forEach((channel, count) -> said.merge(channel, count, Long::sum));
    }
    said.remove(Channel.BEACON);
    said.remove(Channel.HEALTH);
    return said;
  }
}
