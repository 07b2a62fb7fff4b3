package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.health.HealthBoard;
import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.RosterBook;
import io.echofield.swarmkit.core.sync.Message;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Remembers what beacons tell of other nodes, and writes it down when that is worth a write. */
final class PeerDesk {
  /** A peer's unchanged report is written down again at most this often. */
  private static final long PEER_WRITE_MILLIS = 300_000;

  private final HealthBoard board;
  private final RosterBook roster;
  private final OutcomeBuilder out;
  private final Map<Author, Long> peerWrittenMono = new TreeMap<>();

  PeerDesk(HealthBoard board, RosterBook roster, OutcomeBuilder out) {
    this.board = board;
    this.roster = roster;
    this.out = out;
  }

  /**
   * Takes what a beacon tells of its sender.
   *
   * @param goodbye it said so, and signed it
   * @param retained the medium kept it: it may be old
   * @return whether it is newer than all that was heard of its sender
   */
  boolean heard(Author sender, Message.Beacon beacon, boolean goodbye, boolean retained, Now now) {
    Peer told =
        new Peer(
            sender,
            roster.member(sender).map(member -> member.name().text()).orElse(beacon.name()),
            roster.publicKey(sender).orElse(Bytes.EMPTY),
            beacon.stamp().session(),
            beacon.stamp().counter(),
            beacon.health(),
            heardWallMillis(beacon, retained, now),
            goodbye);
    Optional<Peer> before = board.peer(sender);
    Optional<Peer> after = board.offer(told);
    after.filter(peer -> worthWriting(before, peer, now)).ifPresent(peer -> remember(peer, now));
    return after.isPresent();
  }

  /** A retained beacon was sent when its report says, a live one now. */
  private static long heardWallMillis(Message.Beacon beacon, boolean retained, Now now) {
    return retained
        ? beacon
            .health()
            .map(health -> Math.min(health.time().wallMillis(), now.wallMillis()))
            .orElse(0L)
        : now.wallMillis();
  }

  private void remember(Peer peer, Now now) {
    peerWrittenMono.put(peer.author(), now.monoMillis());
    out.peer(new Write.PutPeer(peer));
  }

  private boolean worthWriting(Optional<Peer> before, Peer after, Now now) {
    Long written = peerWrittenMono.get(after.author());
    return before.isEmpty()
        || written == null
        || before.get().session() != after.session()
        || before.get().goodbye() != after.goodbye()
        || !before.get().name().equals(after.name())
        || !before.get().publicKey().equals(after.publicKey())
        || !before
            .get()
            .report()
            .map(HealthReport::state)
            .equals(after.report().map(HealthReport::state))
        || now.monoMillis() - written >= PEER_WRITE_MILLIS;
  }
}
