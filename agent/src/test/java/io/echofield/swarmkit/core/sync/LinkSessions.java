package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.RosterBook;
import io.echofield.swarmkit.lab.swarm.MemoryStore;
import io.echofield.swarmkit.lab.swarm.SwarmParts;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.wire.FrameWire;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Links of a node with an empty ledger, for tests of what is done on one of them. */
final class LinkSessions {
  private static final LinkLimits LAN = new LinkLimits(65_536, true, 262_144);

  /** A LAN whose medium keeps nothing, with the largest frames. */
  static final LinkLimits KEEPS_NOTHING =
      new LinkLimits(FrameCodec.FRAME_BYTES_MAX, false, 262_144);

  private LinkSessions() {}

  /** A LAN link that is up and on which nobody was heard. */
  static LinkSession alone() {
    return alone(LAN);
  }

  /** A LAN link that is up, and on which so many entries are owed. */
  static LinkSession owing(long entries) {
    return alone(LAN, entries);
  }

  /** A link that is up and on which nobody was heard. */
  static LinkSession alone(LinkLimits limits) {
    return alone(limits, 0);
  }

  private static LinkSession alone(LinkLimits limits, long arrivals) {
    SwarmParts parts = new SwarmParts();
    ToyKeys self = ToyKeys.of("self");
    RosterBook roster = new RosterBook(parts.hash(), ToyKeys.VERIFIER, Optional.empty(), self);
    Ledger ledger =
        new Ledger(
            parts.hash(),
            roster,
            new MemoryStore().reader(),
            List.of(),
            LiveDigest.EMPTY,
            arrivals);
    FrameCodec frames =
        new FrameWire(parts.hash(), Bytes.copyOf(new byte[32]), self.author(), parts.codec());
    SyncContext context =
        new SyncContext(
            self.author(),
            parts.hash(),
            ledger,
            new HeadsIndex(self.author(), ledger),
            frames,
            new SplittableRandom(1),
            new SyncSettings(15_000, 60_000),
            new Mute(),
            new Sessions(1, new Mute()));
    LinkSession link = new LinkSession(new LinkName("lan"), 0, context);
    link.linkUp(limits, 0);
    return link;
  }

  /** Says nothing. */
  private static final class Mute implements SyncHost {
    @Override
    public Message.Beacon beacon(
        Message.Stamp stamp, Digests digests, BeaconForm form, int leasesMax) {
      throw new IllegalStateException("nobody pumps this link");
    }

    @Override
    public int send(LinkName link, Channel channel, int slot, Message message, boolean signed) {
      throw new IllegalStateException("nobody pumps this link");
    }

    @Override
    public void session(long session) {
      throw new IllegalStateException("there is no other life");
    }

    @Override
    public void cursor(LinkName link, long arrival) {
      throw new IllegalStateException("nobody shows anything");
    }
  }
}
