package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.sync.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The leases that this process holds, and for how long those of others are to be respected.
 *
 * <p>A lease is a duration on the monotonic clock of whoever looks at it: the holder counts from
 * its claim or its last renewal and stops a margin early, everybody else counts from when it heard
 * of either and waits a margin longer. Nothing of it is durable: a process that starts holds no
 * lease. One thread.
 */
final class LeaseBook {
  /** The margin is the lease divided by this. */
  static final int MARGIN_PART = 8;

  /**
   * A holder that was never heard directly, because gateways lie between, cannot renew with us: it
   * is given so many leases.
   */
  static final int FAR_LEASES = 10;

  /** Nodes heard live that are remembered; beyond it a node counts as far. */
  static final int NEAR_MAX = 16_384;

  /**
   * A claim of this process.
   *
   * @param claimedMono when it was written
   * @param renewed what the clocks said at the claim, or at the last renewal
   * @param started whether its action runs
   */
  record Held(int gen, int term, long claimedMono, Now renewed, boolean started) {
    boolean is(int otherGen, int otherTerm) {
      return gen == otherGen && term == otherTerm;
    }

    private Held renewed(Now now) {
      return new Held(gen, term, claimedMono, now, started);
    }
  }

  // fixed
  private final long leaseMillis;
  // while the process lives
  private final SortedMap<TaskKey, Held> held = new TreeMap<>();
  private final SortedSet<Author> near = new TreeSet<>();

  LeaseBook(long leaseMillis) {
    this.leaseMillis = leaseMillis;
  }

  void claimed(TaskKey key, int gen, int term, Now now) {
    held.put(key, new Held(gen, term, now.monoMillis(), now, false));
  }

  void started(TaskKey key) {
    held.computeIfPresent(
        key, (k, h) -> new Held(h.gen(), h.term(), h.claimedMono(), h.renewed(), true));
  }

  /** Its lease is over and stays so, whatever the clocks say next. */
  void expire(TaskKey key) {
    held.computeIfPresent(
        key,
        (k, h) ->
            new Held(
                h.gen(),
                h.term(),
                h.claimedMono(),
                new Now(h.renewed().wallMillis(), Long.MIN_VALUE / 2),
                h.started()));
  }

  void drop(TaskKey key) {
    held.remove(key);
  }

  Optional<Held> held(TaskKey key) {
    return Optional.ofNullable(held.get(key));
  }

  /** Tasks claimed and not started. */
  List<TaskKey> notStarted() {
    List<TaskKey> keys = new ArrayList<>();
    held.forEach(
        (key, claim) -> {
          if (!claim.started()) {
            keys.add(key);
          }
        });
    return keys;
  }

  /**
   * Whether this node must not go on with it: it did not renew in time, or it was suspended since,
   * which shows as a wall clock that ran ahead of the monotonic one.
   */
  boolean lost(Held claim, Now now) {
    long mono = now.monoMillis() - claim.renewed().monoMillis();
    long wall = now.wallMillis() - claim.renewed().wallMillis();
    return mono >= leaseMillis - marginMillis() || wall - mono > marginMillis();
  }

  /** When an unstarted claim is lost if it is not renewed. */
  long endsMono(Held claim) {
    return claim.renewed().monoMillis() + leaseMillis - marginMillis();
  }

  /** Takes over what an earlier core of this process held. */
  void resume(LeaseBook earlier, Optional<TaskKey> running) {
    for (Map.Entry<TaskKey, Held> entry : earlier.held.entrySet()) {
      Held h = entry.getValue();
      boolean runs = running.filter(entry.getKey()::equals).isPresent();
      held.put(entry.getKey(), new Held(h.gen(), h.term(), h.claimedMono(), h.renewed(), runs));
    }
    near.addAll(earlier.near);
  }

  /**
   * Renews what is held and not lost, for a beacon that goes out now; first of all what runs, since
   * what finds no room is lost.
   *
   * @param claims also those that did not start yet
   * @param max most leases that the beacon has room for
   * @return what runs, then claims, each in the order of keys
   */
  List<Message.Beacon.Lease> renew(boolean claims, int max, Now now) {
    List<Message.Beacon.Lease> leases = new ArrayList<>();
    renew(true, leases, max, now);
    if (claims) {
      renew(false, leases, max, now);
    }
    return leases;
  }

  private void renew(boolean started, List<Message.Beacon.Lease> leases, int max, Now now) {
    for (Map.Entry<TaskKey, Held> entry : held.entrySet()) {
      Held claim = entry.getValue();
      if (leases.size() < max && claim.started() == started && !lost(claim, now)) {
        entry.setValue(claim.renewed(now));
        leases.add(new Message.Beacon.Lease(number(entry.getKey()), claim.term()));
      }
    }
  }

  /** A node was heard, and not by something that the medium kept. */
  void heardLive(Author sender) {
    if (near.size() < NEAR_MAX) {
      near.add(sender);
    }
  }

  /** Until when a claim of another node is respected. */
  long respectedUntilMono(Author holder, long heardMono) {
    long leases = near.contains(holder) ? 1 : FAR_LEASES;
    return heardMono + leases * leaseMillis + marginMillis();
  }

  /** How long a claim may wait behind an action of this node before it is given back. */
  long patienceMillis() {
    return leaseMillis / 4;
  }

  private long marginMillis() {
    return leaseMillis / MARGIN_PART;
  }

  /** The key as a big-endian number, as the wire has it. */
  static long number(TaskKey key) {
    long number = 0;
    for (int i = 0; i < TaskKey.BYTES; i++) {
      number = (number << 8) | (key.bytes().at(i) & 0xff);
    }
    return number;
  }

  /** What {@link #number} was made of. */
  static TaskKey key(long number) {
    byte[] bytes = new byte[TaskKey.BYTES];
    for (int i = 0; i < TaskKey.BYTES; i++) {
      bytes[i] = (byte) (number >>> (8 * (TaskKey.BYTES - 1 - i)));
    }
    return new TaskKey(Bytes.copyOf(bytes));
  }
}
