package io.echofield.swarmkit.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * DELTA and ENTRIES by hand: entries are copied as byte strings in both directions, never parsed
 * and written again.
 *
 * <p>One entry that is refused refuses the message: what came before it comes again by the digests.
 */
final class EntryLists {
  private static final int ENTRIES_FIELD = 1;
  private static final int DELTA_LOG_FIELD = 1;
  private static final int DELTA_FIRST_SEQ_FIELD = 2;
  private static final int DELTA_ENTRIES_FIELD = 3;

  private EntryLists() {}

  /** The bytes of an ENTRIES message. */
  static byte[] entries(List<Entry> entries) {
    FrameBounds.require(entries.size(), FrameBounds.ENTRIES_MAX, "entries");
    return write(
        out -> {
          for (Entry entry : entries) {
            out.writeByteArray(ENTRIES_FIELD, entry.canonical().toArray());
          }
        });
  }

  /**
   * The bytes of a DELTA message.
   *
   * @throws IllegalArgumentException if the list is empty or not consecutive in one log
   */
  static byte[] delta(List<Entry> entries) {
    FrameBounds.require(entries.size(), FrameBounds.ENTRIES_MAX, "entries");
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a delta has at least one entry");
    }
    Entry first = entries.get(0);
    return write(
        out -> {
          out.writeMessage(DELTA_LOG_FIELD, PartsWire.toProto(first.log()));
          out.writeUInt32(DELTA_FIRST_SEQ_FIELD, (int) first.seq());
          for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (!entry.log().equals(first.log()) || entry.seq() != first.seq() + i) {
              throw new IllegalArgumentException("a delta has consecutive entries of one log");
            }
            out.writeByteArray(DELTA_ENTRIES_FIELD, EntryHeader.rest(entry).toArray());
          }
        });
  }

  static List<Entry> readEntries(byte[] body, EntryCodec codec) throws Refusal {
    Slices slices = Slices.read(body, ENTRIES_FIELD);
    List<Entry> entries = new ArrayList<>(slices.entries.size());
    for (byte[] canonical : slices.entries) {
      entries.add(decode(Bytes.copyOf(canonical), codec));
    }
    return entries;
  }

  static List<Entry> readDelta(byte[] body, EntryCodec codec) throws Refusal {
    Slices slices = Slices.read(body, DELTA_ENTRIES_FIELD);
    LogId log = slices.log();
    long firstSeq = Limits.seq(slices.firstSeq);
    Limits.require(!slices.entries.isEmpty(), "delta without entries");
    Limits.require(firstSeq + slices.entries.size() - 1 <= Entry.SEQ_MAX, "seq out of range");
    List<Entry> entries = new ArrayList<>(slices.entries.size());
    for (byte[] rest : slices.entries) {
      Bytes header = EntryHeader.write(log, firstSeq + entries.size());
      entries.add(decode(header.concat(Bytes.copyOf(rest)), codec));
    }
    return entries;
  }

  private static Entry decode(Bytes canonical, EntryCodec codec) throws Refusal {
    Decoded<Entry> decoded = codec.decode(canonical);
    if (decoded instanceof Decoded.Accepted<Entry> good) {
      return good.value();
    }
    throw new Refusal(decoded.fold(entry -> "", reason -> "entry: " + reason));
  }

  /** What writes the fields of one message. */
  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static byte[] write(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("an array gives no I/O failure", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The fields of a DELTA or ENTRIES message with entries as they came; unknown fields are skipped.
   */
  private static final class Slices {
    private final List<byte[]> entries = new ArrayList<>();
    private byte[] log = new byte[0];
    private int firstSeq;

    static Slices read(byte[] body, int entriesField) throws Refusal {
      Slices slices = new Slices();
      CodedInputStream in = CodedInputStream.newInstance(body);
      try {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
          slices.field(in, tag, entriesField);
        }
      } catch (InvalidProtocolBufferException e) {
        // The bytes are the peer's: the reason is enough, the position helps nobody.
        throw new Refusal("message malformed");
      } catch (IOException e) {
        throw new IllegalStateException("an array gives no I/O failure", e);
      }
      return slices;
    }

    LogId log() throws Refusal {
      try {
        return PartsWire.fromProto(io.echofield.swarmkit.wire.v1.LogId.parseFrom(log));
      } catch (InvalidProtocolBufferException e) {
        // As above.
        throw new Refusal("message malformed");
      }
    }

    private void field(CodedInputStream in, int tag, int entriesField) throws IOException, Refusal {
      if (tag == tag(entriesField, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        Limits.count(entries.size() + 1, FrameBounds.ENTRIES_MAX, "entries");
        entries.add(in.readByteArray());
      } else if (tag == tag(DELTA_LOG_FIELD, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        Limits.require(log.length == 0, "a field comes twice");
        log = in.readByteArray();
      } else if (tag == tag(DELTA_FIRST_SEQ_FIELD, WireFormat.WIRETYPE_VARINT)) {
        firstSeq = in.readUInt32();
      } else {
        Limits.require(in.skipField(tag), "message malformed");
      }
    }

    private static int tag(int field, int wireType) {
      return (field << 3) | wireType;
    }
  }
}
