package io.echofield.swarmkit.wire;

import com.google.protobuf.ByteString;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.LiveDigest;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.wire.v1.Append;
import io.echofield.swarmkit.wire.v1.Change;
import io.echofield.swarmkit.wire.v1.Counter;
import io.echofield.swarmkit.wire.v1.Cursor;
import io.echofield.swarmkit.wire.v1.LiveOf;
import io.echofield.swarmkit.wire.v1.StoredLive;
import java.util.ArrayList;
import java.util.List;

/** A change of the journal as a write; what cannot be one is refused. Pure. */
final class ChangeFromProto {
  private ChangeFromProto() {}

  static Write write(Change proto, EntryCodec entries) throws Refusal {
    return switch (proto.getChangeCase()) {
      case APPEND -> append(proto.getAppend(), entries);
      case LIVE -> live(proto.getLive());
      case LOG -> new Write.Log(StateWire.fromProto(proto.getLog()));
      case DIGEST -> digest(proto.getDigest());
      case DUE -> new Write.Due(key(proto.getDue().getTask()), proto.getDue().getDue());
      case CURSOR -> cursor(proto.getCursor());
      case PUT_PEER -> new Write.PutPeer(StateWire.fromProto(proto.getPutPeer()));
      case FORGET_PEER -> new Write.ForgetPeer(Limits.author(proto.getForgetPeer(), "peer key id"));
      case COUNTER -> counter(proto.getCounter());
      case CHANGE_NOT_SET -> throw new Refusal("change unknown");
    };
  }

  private static Write append(Append proto, EntryCodec entries) throws Refusal {
    Decoded<Entry> decoded = entries.decode(Limits.bytes(proto.getCanonical()));
    if (decoded instanceof Decoded.Accepted<Entry> good) {
      return new Write.Append(
          new StoredEntry(good.value(), arrival(proto.getArrival(), 1), proto.getProven()));
    }
    throw new Refusal(decoded.fold(entry -> "", reason -> "entry: " + reason));
  }

  private static Write live(LiveOf proto) throws Refusal {
    ByteString ids = proto.getEntries();
    Limits.require(ids.size() % EntryId.BYTES == 0, "live ids cut short");
    List<EntryId> entries = new ArrayList<>(ids.size() / EntryId.BYTES);
    for (int at = 0; at < ids.size(); at += EntryId.BYTES) {
      entries.add(new EntryId(Limits.bytes(ids.substring(at, at + EntryId.BYTES))));
    }
    return new Write.Live(key(proto.getTask()), entries);
  }

  private static Write digest(StoredLive proto) throws Refusal {
    Limits.require(proto.getCount() >= 0, "count out of range");
    IdSum sum = IdSum.of(Limits.exactly(proto.getSum(), IdSum.BYTES, "sum"));
    return new Write.Digest(new LiveDigest(proto.getCount(), sum));
  }

  private static Write cursor(Cursor proto) throws Refusal {
    try {
      return new Write.Cursor(new LinkName(proto.getLink()), arrival(proto.getArrival(), 0));
    } catch (IllegalArgumentException e) {
      // The name's own rule decided; its message holds the name, a reason holds none.
      throw new Refusal("link name illegal");
    }
  }

  private static Write counter(Counter proto) throws Refusal {
    return new Write.Counter(name(proto.getName()), proto.getValue());
  }

  private static Write.Counter.Name name(Counter.Name proto) throws Refusal {
    return switch (proto) {
      case NAME_SESSION -> Write.Counter.Name.SESSION;
      case NAME_EPOCH -> Write.Counter.Name.EPOCH;
      case NAME_HYBRID_TIME -> Write.Counter.Name.HYBRID_TIME;
      case NAME_ROSTER_VERSION -> Write.Counter.Name.ROSTER_VERSION;
      case NAME_OWN_SEQ -> Write.Counter.Name.OWN_SEQ;
      case NAME_NONCE -> Write.Counter.Name.NONCE;
      case NAME_NONCE_BEFORE -> Write.Counter.Name.NONCE_BEFORE;
      case NAME_UNSPECIFIED, UNRECOGNIZED -> throw new Refusal("counter unknown");
    };
  }

  private static TaskKey key(ByteString field) throws Refusal {
    return new TaskKey(Limits.exactly(field, TaskKey.BYTES, "task key"));
  }

  private static long arrival(long field, long min) throws Refusal {
    Limits.require(field >= min, "arrival out of range");
    return field;
  }
}
