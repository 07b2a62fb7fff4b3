package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.RosterBook;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.Frame;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.core.sync.SyncEngine;
import java.util.List;
import java.util.Optional;

/**
 * Takes the messages of other nodes, and this node's own retained ones that come back.
 *
 * <p>While the store is read-only it listens only: entries and head signatures are counted as
 * deferred, since they come again.
 */
final class MessageDesk {
  // fixed
  private final NodeParts parts;
  private final RosterBook roster;
  private final Ledger ledger;
  private final LedgerDesk desk;
  private final StoreMode mode;
  private final PeerDesk peers;
  private final SyncEngine engine;
  private final OtherLives lives;
  private final Rejections rejections;
  private final OutcomeBuilder out;

  MessageDesk(
      NodeParts parts,
      RosterBook roster,
      Ledger ledger,
      LedgerDesk desk,
      StoreMode mode,
      PeerDesk peers,
      SyncEngine engine,
      OtherLives lives,
      Rejections rejections,
      OutcomeBuilder out) {
    this.parts = parts;
    this.roster = roster;
    this.ledger = ledger;
    this.desk = desk;
    this.mode = mode;
    this.peers = peers;
    this.engine = engine;
    this.lives = lives;
    this.rejections = rejections;
    this.out = out;
  }

  void take(Event.FrameReceived received, Frame frame) {
    frame.message().accept(new Incoming(received, frame));
  }

  /** One frame. */
  private final class Incoming implements Message.Visitor<Void> {
    private final Event.FrameReceived received;
    private final Frame frame;
    private final boolean mine;

    Incoming(Event.FrameReceived received, Frame frame) {
      this.received = received;
      this.frame = frame;
      this.mine = frame.sender().filter(parts.signer().author()::equals).isPresent();
    }

    @Override
    public Void beacon(Message.Beacon beacon) {
      if (frame.sender().isEmpty()) {
        rejections.count("beacon without sender");
      } else if (mine) {
        ownBeacon(beacon.stamp());
      } else {
        desk.keysMayHaveChanged(beacon.publicKey());
        Author sender = frame.sender().get();
        boolean goodbye = beacon.goodbye() && signed(sender);
        boolean newer = peers.heard(sender, beacon, goodbye, received.retained(), received.now());
        if (newer && !received.retained()) {
          live(sender, beacon);
        }
        engine.beaconHeard(
            received.link(),
            frame.sender().get(),
            beacon,
            !received.retained(),
            received.now().monoMillis());
      }
      return null;
    }

    /** Sent just now, so that what it renews holds from now on. */
    private void live(Author sender, Message.Beacon beacon) {
      desk.runner().heardLive(sender);
      if (!beacon.leases().isEmpty() && signed(sender)) {
        desk.runner().renewed(sender, beacon.leases(), received.now());
      }
    }

    private void ownBeacon(Message.Stamp stamp) {
      boolean otherLife =
          lives.foreign(stamp, engine.stamp(), received.bytes()) && signed(parts.signer().author());
      if (otherLife) {
        lives.beacon(stamp.session() >= engine.session(), received.now());
      }
      ownHeard(stamp, Channel.BEACON, otherLife);
    }

    private void ownHeard(Message.Stamp stamp, Channel channel, boolean otherLife) {
      engine.ownHeard(received.link(), channel, stamp, otherLife, received.now().monoMillis());
    }

    private boolean signed(Author sender) {
      return !frame.signature().isEmpty()
          && roster
              .publicKey(sender)
              .filter(key -> parts.verifier().verify(key, frame.signedPart(), frame.signature()))
              .isPresent();
    }

    @Override
    public Void heads(Message.Heads heads) {
      if (frame.sender().isEmpty()) {
        rejections.count("heads without sender");
      } else if (mine && received.channel() == Channel.HEAD) {
        ownHeard(heads.stamp(), Channel.HEAD, false);
      } else if (mine) {
        return null;
      } else {
        engine.headsHeard(
            received.link(),
            frame.sender().get(),
            heads,
            !received.retained(),
            received.now().monoMillis());
      }
      return null;
    }

    @Override
    public Void head(Message.Head head) {
      head.signatures().forEach(this::admit);
      return heads(head.heads());
    }

    @Override
    public Void headSig(Message.HeadSigMessage headSig) {
      admit(headSig.headSig());
      return null;
    }

    private void admit(HeadSig sig) {
      if (mode.writable()) {
        desk.admit(sig, Optional.of(received.link()));
      } else if (ledger.log(sig.log()).surpassedBy(sig)) {
        mode.defer();
      }
      engine.signatureHeard(received.link(), sig.log(), sig.seq());
    }

    @Override
    public Void delta(Message.Delta delta) {
      return take(delta.entries());
    }

    @Override
    public Void entries(Message.Entries entries) {
      return take(entries.entries());
    }

    private Void take(List<Entry> entries) {
      boolean anyNew = false;
      for (Entry entry : entries) {
        anyNew |= take(entry);
      }
      engine.entriesHeard(received.link(), entries, anyNew, received.now().monoMillis());
      return null;
    }

    private boolean take(Entry entry) {
      boolean room = mode.writable() && !out.full();
      if (!room && !ledger.log(entry.log()).held().contains(entry.seq())) {
        mode.defer();
      }
      if (!room) {
        return false;
      }
      return mine
          ? desk.mergeKept(entry, received.link())
          : desk.merge(entry, Optional.of(received.link()));
    }

    @Override
    public Void want(Message.Want want) {
      if (frame.sender().isEmpty()) {
        rejections.count("want without sender");
      } else if (!mine && news(want.stamp())) {
        engine.wantHeard(
            received.link(),
            frame.sender().get(),
            want,
            !received.retained(),
            received.now().monoMillis());
      }
      return null;
    }

    @Override
    public Void ranges(Message.Ranges ranges) {
      if (frame.sender().isEmpty()) {
        rejections.count("ranges without sender");
      } else if (!mine && news(ranges.stamp())) {
        engine.rangesHeard(
            received.link(),
            frame.sender().get(),
            ranges,
            !received.retained(),
            received.now().monoMillis());
      }
      return null;
    }

    @Override
    public Void frag(Message.Frag frag) {
      engine
          .pieceHeard(received.link(), frag, received.now().monoMillis())
          .ifPresent(whole -> assembled(frag, whole));
      return null;
    }

    /** Whether a question did not come twice. */
    private boolean news(Message.Stamp stamp) {
      return engine.newQuestion(received.link(), frame.sender().orElseThrow(), stamp);
    }

    private void assembled(Message.Frag last, Bytes whole) {
      Decoded<Entry> decoded = parts.entryCodec().decode(whole);
      if (decoded instanceof Decoded.Accepted<Entry> entry
          && entry.value().id().bytes().startsWith(last.id())) {
        take(List.of(entry.value()));
      } else {
        rejections.count("pieces that make no such entry");
      }
    }
  }
}
