package io.echofield.swarmkit.lab.swarm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Capability;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.RosterBook;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.wire.EntryWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A swarm: hashes, codec, keys, an authority and roster entries. One thread. */
public final class SwarmParts {
  public static final int AUTHORITY_EPOCH = 7;

  private final KeyRing keys;
  private final SwarmHash hash;
  private final EntryCodec codec;
  private final Signer authority;
  private long rosterSeq;

  /** With toy keys. */
  public SwarmParts() {
    this(ToyKeys.RING, "sixteen bytes id");
  }

  /**
   * The swarm of this id.
   *
   * @param swarmId 16 characters of ASCII
   */
  public SwarmParts(KeyRing keys, String swarmId) {
    this.keys = keys;
    this.hash = new SwarmHash(new SwarmId(Bytes.copyOf(swarmId.getBytes(US_ASCII))));
    this.codec = new EntryWire(hash);
    this.authority = keys.key("authority");
  }

  public KeyRing keys() {
    return keys;
  }

  public SwarmHash hash() {
    return hash;
  }

  public EntryCodec codec() {
    return codec;
  }

  public Signer authority() {
    return authority;
  }

  /** A book that knows nobody yet but {@code self}. */
  public RosterBook book(Signer self) {
    return new RosterBook(hash, keys.verifier(), Optional.of(authority.publicKey()), self);
  }

  /** A version of the roster in which these are members; the first {@code operators} are that. */
  public List<Entry> roster(int version, List<? extends Signer> members, int operators) {
    List<Entry> entries = new ArrayList<>();
    for (Signer member : members) {
      Body.RosterItem.Item item =
          new Body.RosterItem.Member(
              new NodeId("n" + member.author()),
              member.publicKey(),
              entries.size() < operators
                  ? List.of(Capability.R0, Capability.R1, Capability.OPERATOR)
                  : List.of(Capability.R0, Capability.R1),
              List.of(),
              0);
      entries.add(rosterItem(version, members.size(), item));
    }
    return entries;
  }

  /** One item, signed by the authority, next in its log. */
  public Entry rosterItem(int version, int items, Body.RosterItem.Item item) {
    return rosterItem(authority, ++rosterSeq, version, items, item);
  }

  /** An item by anybody. */
  public Entry rosterItem(
      Signer signer, long seq, int version, int items, Body.RosterItem.Item item) {
    return codec.compose(
        new Draft(
            new LogId(signer.author(), AUTHORITY_EPOCH),
            seq,
            0,
            TaskId.ROSTER.bytes(),
            HybridTime.ZERO,
            new Body.RosterItem(version, items, item)),
        signer);
  }
}
