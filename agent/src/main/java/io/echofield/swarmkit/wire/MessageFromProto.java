package io.echofield.swarmkit.wire;

import com.google.protobuf.ByteString;
import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.wire.v1.Beacon;
import io.echofield.swarmkit.wire.v1.Frag;
import io.echofield.swarmkit.wire.v1.Head;
import io.echofield.swarmkit.wire.v1.Heads;
import io.echofield.swarmkit.wire.v1.Lease;
import io.echofield.swarmkit.wire.v1.Want;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages without entries from their parsed form; what is out of range is refused. Pure. */
final class MessageFromProto {
  private MessageFromProto() {}

  static Message beacon(Beacon proto) throws Refusal {
    Limits.count(proto.getLeasesCount(), FrameBounds.LEASES_MAX, "leases");
    List<Message.Beacon.Lease> leases = new ArrayList<>(proto.getLeasesCount());
    for (Lease lease : proto.getLeasesList()) {
      leases.add(
          new Message.Beacon.Lease(
              lease.getTask(), Limits.between(lease.getTerm(), 1, Body.Life.TERM_MAX, "term")));
    }
    Optional<HealthReport> health =
        proto.hasHealth() ? Optional.of(PartsWire.fromProto(proto.getHealth())) : Optional.empty();
    Limits.require(
        proto.getName().isEmpty() || NodeId.isLegal(proto.getName()), "node name illegal");
    return new Message.Beacon(
        stamp(proto.getSession(), proto.getCounter()),
        Limits.unsigned(proto.getLiveCount()),
        proto.getLiveFingerprint(),
        Limits.unsigned(proto.getHeadsCount()),
        proto.getHeadsFingerprint(),
        Limits.unsigned(proto.getRosterVersion()),
        Limits.unsigned(proto.getPauseVersion()),
        proto.getLiveOnly(),
        leases,
        health,
        proto.getName(),
        Limits.exactlyOrNone(proto.getPublicKey(), RosterWire.PUBLIC_KEY_BYTES, "public key"),
        proto.getGoodbye());
  }

  static Message.Heads heads(Heads proto) throws Refusal {
    Limits.count(proto.getItemsCount(), FrameBounds.HEADS_ITEMS_MAX, "heads");
    Bytes lower = bound(proto.getLower());
    Bytes upper = bound(proto.getUpper());
    Limits.require(upper.isEmpty() || lower.compareTo(upper) < 0, "heads bounds not in order");
    List<Message.Heads.Item> items = new ArrayList<>(proto.getItemsCount());
    LogId before = null;
    for (Heads.Item item : proto.getItemsList()) {
      Message.Heads.Item next = item(item);
      LogId log = next.log();
      Limits.require(before == null || before.compareTo(log) < 0, "heads not in order");
      Limits.require(
          log.key().compareTo(lower) >= 0 && (upper.isEmpty() || log.key().compareTo(upper) < 0),
          "head outside the bounds");
      items.add(next);
      before = log;
    }
    return new Message.Heads(
        items, stamp(proto.getSession(), proto.getCounter()), lower, upper, proto.getPartial());
  }

  static Message want(Want proto) throws Refusal {
    Limits.count(proto.getLogsCount(), FrameBounds.WANT_LOGS_MAX, "log ranges");
    Limits.count(proto.getItemsCount(), FrameBounds.WANT_ITEMS_MAX, "wanted entries");
    Limits.count(
        proto.getHeadSigsCount(), FrameBounds.WANT_HEAD_SIGNATURES_MAX, "wanted head signatures");
    List<Message.Want.LogRange> logs = new ArrayList<>(proto.getLogsCount());
    for (Want.LogRange range : proto.getLogsList()) {
      long from = Limits.seq(range.getFrom());
      long to = Limits.seq(range.getTo());
      Limits.require(from <= to, "log range reversed");
      logs.add(new Message.Want.LogRange(PartsWire.fromProto(range.getLog()), from, to));
    }
    List<Message.Want.Item> items = new ArrayList<>(proto.getItemsCount());
    for (Want.Item item : proto.getItemsList()) {
      int size = item.getId().size();
      Limits.require(
          size >= EntryId.PREFIX_BYTES && size <= EntryId.BYTES, "wanted id has a wrong length");
      items.add(
          new Message.Want.Item(
              Limits.bytes(item.getId()),
              Limits.between(item.getOffset(), 0, Entry.BYTES_MAX - 1, "offset")));
    }
    List<LogId> headSigs = new ArrayList<>(proto.getHeadSigsCount());
    for (io.echofield.swarmkit.wire.v1.LogId log : proto.getHeadSigsList()) {
      headSigs.add(PartsWire.fromProto(log));
    }
    return new Message.Want(stamp(proto.getSession(), proto.getCounter()), logs, items, headSigs);
  }

  static Message frag(Frag proto) throws Refusal {
    int total = Limits.between(proto.getTotal(), 1, Entry.BYTES_MAX, "fragment total");
    int offset = Limits.between(proto.getOffset(), 0, total - 1, "fragment offset");
    int size = proto.getBytes().size();
    Limits.require(size >= 1 && size <= total - offset, "fragment has a wrong length");
    byte[] id = ByteBuffer.allocate(Long.BYTES).putLong(proto.getId()).array();
    return new Message.Frag(Bytes.copyOf(id), total, offset, Limits.bytes(proto.getBytes()));
  }

  static Message head(Head proto) throws Refusal {
    Limits.count(proto.getSignaturesCount(), FrameBounds.HEAD_SIGNATURES_MAX, "head signatures");
    List<HeadSig> signatures = new ArrayList<>(proto.getSignaturesCount());
    for (io.echofield.swarmkit.wire.v1.HeadSig signature : proto.getSignaturesList()) {
      signatures.add(PartsWire.fromProto(signature));
    }
    return new Message.Head(heads(proto.getHeads()), signatures);
  }

  private static Message.Heads.Item item(Heads.Item proto) throws Refusal {
    long maxSeq = Limits.unsigned(proto.getMaxSeq());
    long count = Limits.unsigned(proto.getCount());
    long signedSeq = Limits.unsigned(proto.getSignedSeq());
    Limits.require(maxSeq > 0 || count == 0, "entries in an empty log");
    return new Message.Heads.Item(
        PartsWire.fromProto(proto.getLog()),
        maxSeq,
        count == 0 ? maxSeq : count,
        IdSum.of(Limits.exactly(proto.getSum(), IdSum.BYTES, "sum")),
        signedSeq);
  }

  private static Bytes bound(ByteString field) throws Refusal {
    Limits.require(field.size() <= LogId.KEY_BYTES, "heads bound too long");
    return Limits.bytes(field);
  }

  static Message.Stamp stamp(int session, int counter) {
    return new Message.Stamp(Limits.unsigned(session), Limits.unsigned(counter));
  }
}
