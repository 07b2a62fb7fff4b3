package io.echofield.swarmkit.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.wire.v1.Ranges;
import io.echofield.swarmkit.wire.v1.Space;
import java.util.ArrayList;
import java.util.List;

/**
 * RANGES: the kinds, bounds, fingerprints and ids of all ranges, each in one field, as {@code
 * sync.proto} says. Strict: one description has one form. Pure.
 */
final class RangesWire {
  /**
   * Space 2, session, counter and salt 6 each; tag and length of the kinds 3, and a byte of them
   * that is not full; of bounds, fingerprints, counts and ids 4 each; length of an id 2: the most
   * beside the ranges.
   */
  static final int OVERHEAD_BYTES = 42;

  private static final int SKIP = 0;
  private static final int FINGERPRINT = 1;
  private static final int ITEMS = 2;
  private static final int EMPTY = 3;
  private static final int KINDS_OF_A_BYTE = 4;

  private RangesWire() {}

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if there are too many ranges or ids, or a bound or an id has a
   *     wrong length
   */
  static Ranges toProto(Message.Ranges message) {
    List<Message.Ranges.Range> ranges = message.ranges();
    FrameBounds.require(ranges.size(), FrameBounds.RANGES_MAX, "ranges");
    if (message.idBytes() != 0 && !legalIdBytes(message.idBytes())) {
      throw new IllegalArgumentException("an id has 8 or 32 bytes but had " + message.idBytes());
    }
    Ranges.Builder proto =
        Ranges.newBuilder()
            .setSpace(space(message.space()))
            .setSession(MessageToProto.session(message.stamp()))
            .setCounter(MessageToProto.counter(message.stamp()))
            .setSalt(Limits.uint32(message.salt(), "salt"))
            .setIdBytes(message.idBytes());
    byte[] kinds = new byte[kindsBytes(ranges.size())];
    ByteString.Output ids = ByteString.newOutput();
    for (int i = 0; i < ranges.size(); i++) {
      int kind = content(ranges.get(i).content(), proto, ids);
      kinds[i / KINDS_OF_A_BYTE] |= (byte) (kind << (2 * (i % KINDS_OF_A_BYTE)));
    }
    FrameBounds.require(
        proto.getItemCountsList().stream().mapToInt(Integer::intValue).sum(),
        FrameBounds.RANGES_IDS_MAX,
        "ids");
    return proto
        .setKinds(ByteString.copyFrom(kinds))
        .setBounds(RangeBoundsWire.write(ranges))
        .setIds(ids.toByteString())
        .build();
  }

  static Message fromProto(Ranges proto) throws Refusal {
    List<Bytes> uppers = RangeBoundsWire.read(proto.getBounds());
    int count = uppers.size();
    Limits.require(proto.getKinds().size() == kindsBytes(count), "ranges and kinds differ");
    Contents contents = new Contents(proto);
    List<Message.Ranges.Range> ranges = new ArrayList<>(count);
    for (int i = 0; i < kindsBytes(count) * KINDS_OF_A_BYTE; i++) {
      int kind = (proto.getKinds().byteAt(i / KINDS_OF_A_BYTE) >> (2 * (i % KINDS_OF_A_BYTE))) & 3;
      if (i < count) {
        ranges.add(new Message.Ranges.Range(uppers.get(i), contents.next(kind)));
      } else {
        Limits.require(kind == 0, "kinds of no range");
      }
    }
    contents.end();
    return new Message.Ranges(
        space(proto),
        MessageFromProto.stamp(proto.getSession(), proto.getCounter()),
        Limits.unsigned(proto.getSalt()),
        ranges);
  }

  /** What a range adds, its two bits counted as a byte. */
  static int rangeBytes(Bytes before, Message.Ranges.Range range) {
    int bytes = 1 + RangeBoundsWire.bytes(before, range.upper());
    if (range.content() instanceof Message.Ranges.Content.Fingerprint) {
      return bytes + Long.BYTES;
    }
    if (range.content() instanceof Message.Ranges.Content.Items items) {
      int idBytes = items.ids().isEmpty() ? 0 : items.ids().get(0).size();
      int count = items.ids().size();
      return bytes + CodedOutputStream.computeUInt32SizeNoTag(count) + count * idBytes;
    }
    return bytes;
  }

  private static int content(
      Message.Ranges.Content content, Ranges.Builder proto, ByteString.Output ids) {
    if (content instanceof Message.Ranges.Content.Skip) {
      return SKIP;
    }
    if (content instanceof Message.Ranges.Content.Empty) {
      return EMPTY;
    }
    if (content instanceof Message.Ranges.Content.Fingerprint fingerprint) {
      proto.addFingerprints(fingerprint.bits());
      return FINGERPRINT;
    }
    if (content instanceof Message.Ranges.Content.Items items) {
      proto.addItemCounts(items.ids().size());
      items.ids().forEach(id -> ids.write(id.toArray(), 0, id.size()));
      return ITEMS;
    }
    throw new IllegalStateException("a range has one of four contents");
  }

  private static int kindsBytes(int ranges) {
    return (ranges + KINDS_OF_A_BYTE - 1) / KINDS_OF_A_BYTE;
  }

  private static boolean legalIdBytes(int bytes) {
    return bytes == EntryId.PREFIX_BYTES || bytes == EntryId.BYTES;
  }

  private static Space space(Message.Ranges.Space space) {
    return switch (space) {
      case HEADS -> Space.SPACE_HEADS;
      case LIVE -> Space.SPACE_LIVE;
    };
  }

  private static Message.Ranges.Space space(Ranges proto) throws Refusal {
    return switch (proto.getSpace()) {
      case SPACE_HEADS -> Message.Ranges.Space.HEADS;
      case SPACE_LIVE -> Message.Ranges.Space.LIVE;
      case UNRECOGNIZED -> throw new Refusal("space unknown");
    };
  }

  /** Takes fingerprints and ids one range after the other; in the end nothing may be left. */
  private static final class Contents {
    private final Ranges proto;
    private final Bytes ids;
    private int fingerprints;
    private int lists;
    private int idsTaken;

    Contents(Ranges proto) throws Refusal {
      this.proto = proto;
      ids = Limits.bytes(proto.getIds());
      long count = 0;
      for (int list : proto.getItemCountsList()) {
        count += Limits.unsigned(list);
      }
      Limits.require(count <= FrameBounds.RANGES_IDS_MAX, "too many ids");
      Limits.require(
          count == 0 ? proto.getIdBytes() == 0 : legalIdBytes(proto.getIdBytes()),
          "listed id has a wrong length");
      Limits.require(ids.size() == count * proto.getIdBytes(), "ids and their counts differ");
    }

    Message.Ranges.Content next(int kind) throws Refusal {
      return switch (kind) {
        case SKIP -> new Message.Ranges.Content.Skip();
        case FINGERPRINT -> fingerprint();
        case ITEMS -> items();
        case EMPTY -> new Message.Ranges.Content.Empty();
        default -> throw new IllegalStateException("two bits are one of four");
      };
    }

    void end() throws Refusal {
      Limits.require(
          fingerprints == proto.getFingerprintsCount(), "ranges and fingerprints differ");
      Limits.require(lists == proto.getItemCountsCount(), "ranges and lists differ");
    }

    private Message.Ranges.Content fingerprint() throws Refusal {
      Limits.require(fingerprints < proto.getFingerprintsCount(), "ranges and fingerprints differ");
      return new Message.Ranges.Content.Fingerprint(proto.getFingerprints(fingerprints++));
    }

    private Message.Ranges.Content items() throws Refusal {
      Limits.require(lists < proto.getItemCountsCount(), "ranges and lists differ");
      int count = proto.getItemCounts(lists++);
      List<Bytes> list = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        list.add(ids.slice(idsTaken, idsTaken + proto.getIdBytes()));
        idsTaken += proto.getIdBytes();
      }
      return new Message.Ranges.Content.Items(list);
    }
  }
}
