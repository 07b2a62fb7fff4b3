package io.echofield.swarmkit.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.wire.v1.Beacon;
import io.echofield.swarmkit.wire.v1.Frag;
import io.echofield.swarmkit.wire.v1.Head;
import io.echofield.swarmkit.wire.v1.HeadSig;
import io.echofield.swarmkit.wire.v1.Heads;
import io.echofield.swarmkit.wire.v1.Ranges;
import io.echofield.swarmkit.wire.v1.Want;

/** Which field of a frame holds which message. */
final class FrameBodies {
  static final int BEACON = 3;
  static final int HEADS = 4;
  static final int HEAD_SIG = 5;
  static final int DELTA = 6;
  static final int ENTRIES = 7;
  static final int RANGES = 8;
  static final int WANT = 9;
  static final int FRAG = 10;

  /** Reserved for history retention, never sent in version 1. */
  static final int FLOOR = 11;

  static final int HEAD = 12;

  private FrameBodies() {}

  /** A message as field number and bytes. */
  record Body(int kind, Bytes bytes) {
    Body(int kind, byte[] bytes) {
      this(kind, Bytes.copyOf(bytes));
    }
  }

  static boolean isBody(int field) {
    return field >= BEACON && field <= HEAD;
  }

  static Message read(int kind, Bytes bytes, EntryCodec codec) throws Refusal {
    byte[] body = bytes.toArray();
    try {
      return switch (kind) {
        case BEACON -> MessageFromProto.beacon(Beacon.parseFrom(body));
        case HEADS -> MessageFromProto.heads(Heads.parseFrom(body));
        case HEAD_SIG -> new Message.HeadSigMessage(PartsWire.fromProto(HeadSig.parseFrom(body)));
        case DELTA -> new Message.Delta(EntryLists.readDelta(body, codec));
        case ENTRIES -> new Message.Entries(EntryLists.readEntries(body, codec));
        case RANGES -> RangesWire.fromProto(Ranges.parseFrom(body));
        case WANT -> MessageFromProto.want(Want.parseFrom(body));
        case FRAG -> MessageFromProto.frag(Frag.parseFrom(body));
        case HEAD -> MessageFromProto.head(Head.parseFrom(body));
        default -> throw new Refusal("message kind not in this version");
      };
    } catch (InvalidProtocolBufferException e) {
      // The bytes are the peer's: the reason is enough, the position helps nobody.
      throw new Refusal("message malformed");
    }
  }
}
