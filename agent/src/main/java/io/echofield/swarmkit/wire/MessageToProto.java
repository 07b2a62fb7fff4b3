package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.wire.v1.Beacon;
import io.echofield.swarmkit.wire.v1.Frag;
import io.echofield.swarmkit.wire.v1.Head;
import io.echofield.swarmkit.wire.v1.Heads;
import io.echofield.swarmkit.wire.v1.Lease;
import io.echofield.swarmkit.wire.v1.Want;

/**
 * A message as the kind and the bytes of its frame body. Numbers that do not fit are an {@link
 * IllegalArgumentException}. Pure.
 */
final class MessageToProto implements Message.Visitor<FrameBodies.Body> {
  private final boolean compressing;

  /**
   * @param compressing whether entries are compressed where that is shorter
   */
  MessageToProto(boolean compressing) {
    this.compressing = compressing;
  }

  @Override
  public FrameBodies.Body beacon(Message.Beacon beacon) {
    FrameBounds.require(beacon.leases().size(), FrameBounds.LEASES_MAX, "leases");
    Beacon.Builder proto =
        Beacon.newBuilder()
            .setSession(session(beacon.stamp()))
            .setCounter(counter(beacon.stamp()))
            .setLiveCount(Limits.uint32(beacon.liveCount(), "live count"))
            .setLiveFingerprint(beacon.liveFingerprint())
            .setHeadsCount(Limits.uint32(beacon.headsCount(), "heads count"))
            .setHeadsFingerprint(beacon.headsFingerprint())
            .setRosterVersion(Limits.uint32(beacon.rosterVersion(), "roster version"))
            .setPauseVersion(Limits.uint32(beacon.pauseVersion(), "pause version"))
            .setLiveOnly(beacon.liveOnly())
            .setName(beacon.name())
            .setPublicKey(Limits.proto(beacon.publicKey()))
            .setGoodbye(beacon.goodbye());
    for (Message.Beacon.Lease lease : beacon.leases()) {
      proto.addLeases(Lease.newBuilder().setTask(lease.task()).setTerm(lease.term()));
    }
    beacon.health().ifPresent(report -> proto.setHealth(PartsWire.toProto(report)));
    return new FrameBodies.Body(FrameBodies.BEACON, proto.build().toByteArray());
  }

  @Override
  public FrameBodies.Body heads(Message.Heads heads) {
    return new FrameBodies.Body(FrameBodies.HEADS, proto(heads).toByteArray());
  }

  @Override
  public FrameBodies.Body headSig(Message.HeadSigMessage message) {
    return new FrameBodies.Body(
        FrameBodies.HEAD_SIG, PartsWire.toProto(message.headSig()).toByteArray());
  }

  @Override
  public FrameBodies.Body delta(Message.Delta delta) {
    return new FrameBodies.Body(
        FrameBodies.DELTA,
        compressing ? EntryLists.deltaShort(delta.entries()) : EntryLists.delta(delta.entries()));
  }

  @Override
  public FrameBodies.Body entries(Message.Entries entries) {
    return new FrameBodies.Body(
        FrameBodies.ENTRIES,
        compressing
            ? EntryLists.entriesShort(entries.entries())
            : EntryLists.entries(entries.entries()));
  }

  @Override
  public FrameBodies.Body ranges(Message.Ranges ranges) {
    return new FrameBodies.Body(FrameBodies.RANGES, RangesWire.toProto(ranges).toByteArray());
  }

  @Override
  public FrameBodies.Body want(Message.Want want) {
    FrameBounds.require(want.logs().size(), FrameBounds.WANT_LOGS_MAX, "log ranges");
    FrameBounds.require(want.items().size(), FrameBounds.WANT_ITEMS_MAX, "wanted entries");
    FrameBounds.require(
        want.headSigs().size(), FrameBounds.WANT_HEAD_SIGNATURES_MAX, "wanted head signatures");
    Want.Builder proto =
        Want.newBuilder().setSession(session(want.stamp())).setCounter(counter(want.stamp()));
    for (Message.Want.LogRange range : want.logs()) {
      proto.addLogs(
          Want.LogRange.newBuilder()
              .setLog(PartsWire.toProto(range.log()))
              .setFrom(Limits.uint32(range.from(), "seq"))
              .setTo(Limits.uint32(range.to(), "seq")));
    }
    for (Message.Want.Item item : want.items()) {
      proto.addItems(
          Want.Item.newBuilder().setId(Limits.proto(item.id())).setOffset(item.offset()));
    }
    want.headSigs().forEach(log -> proto.addHeadSigs(PartsWire.toProto(log)));
    return new FrameBodies.Body(FrameBodies.WANT, proto.build().toByteArray());
  }

  @Override
  public FrameBodies.Body frag(Message.Frag frag) {
    Frag proto =
        Frag.newBuilder()
            .setId(number(frag.id()))
            .setTotal(frag.total())
            .setOffset(frag.offset())
            .setBytes(Limits.proto(frag.bytes()))
            .build();
    return new FrameBodies.Body(FrameBodies.FRAG, proto.toByteArray());
  }

  @Override
  public FrameBodies.Body head(Message.Head head) {
    FrameBounds.require(
        head.signatures().size(), FrameBounds.HEAD_SIGNATURES_MAX, "head signatures");
    Head.Builder proto = Head.newBuilder().setHeads(proto(head.heads()));
    for (HeadSig signature : head.signatures()) {
      proto.addSignatures(PartsWire.toProto(signature));
    }
    return new FrameBodies.Body(FrameBodies.HEAD, proto.build().toByteArray());
  }

  static Heads proto(Message.Heads heads) {
    FrameBounds.require(heads.items().size(), FrameBounds.HEADS_ITEMS_MAX, "heads");
    FrameBounds.require(heads.lower().size(), LogId.KEY_BYTES, "bytes of a bound");
    FrameBounds.require(heads.upper().size(), LogId.KEY_BYTES, "bytes of a bound");
    Heads.Builder proto =
        Heads.newBuilder()
            .setSession(session(heads.stamp()))
            .setCounter(counter(heads.stamp()))
            .setLower(Limits.proto(heads.lower()))
            .setUpper(Limits.proto(heads.upper()))
            .setPartial(heads.partial());
    for (Message.Heads.Item item : heads.items()) {
      proto.addItems(
          Heads.Item.newBuilder()
              .setLog(PartsWire.toProto(item.log()))
              .setMaxSeq(Limits.uint32(item.maxSeq(), "seq"))
              .setCount(item.count() == item.maxSeq() ? 0 : Limits.uint32(item.count(), "count"))
              .setSum(Limits.proto(item.sum().bytes()))
              .setSignedSeq(Limits.uint32(item.signedSeq(), "seq")));
    }
    return proto.build();
  }

  static int session(Message.Stamp stamp) {
    return Limits.uint32(stamp.session(), "session");
  }

  static int counter(Message.Stamp stamp) {
    return Limits.uint32(stamp.counter(), "counter");
  }

  /** Eight bytes as a big-endian number. */
  private static long number(Bytes prefix) {
    if (prefix.size() != Long.BYTES) {
      throw new IllegalArgumentException("an id prefix has 8 bytes but had " + prefix.size());
    }
    long number = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      number = (number << 8) | (prefix.at(i) & 0xff);
    }
    return number;
  }
}
