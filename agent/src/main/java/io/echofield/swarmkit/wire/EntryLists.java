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
 * <p>Either may have its entries compressed, as a raw DEFLATE stream of the fields that else stand
 * in the message.
 *
 * <p>One entry that is refused refuses the message: what came before it comes again by the digests.
 */
final class EntryLists {
  private static final int ENTRIES_FIELD = 1;
  private static final int ENTRIES_DEFLATED_FIELD = 2;
  private static final int DELTA_LOG_FIELD = 1;
  private static final int DELTA_FIRST_SEQ_FIELD = 2;
  private static final int DELTA_ENTRIES_FIELD = 3;
  private static final int DELTA_DEFLATED_FIELD = 4;
  private static final String COMPRESSED = "a compressed list of entries";

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

  /** The same, compressed where that is shorter. */
  static byte[] entriesShort(List<Entry> entries) {
    byte[] plain = entries(entries);
    return write(out -> writeShort(out, plain, ENTRIES_DEFLATED_FIELD));
  }

  /**
   * The bytes of a DELTA message.
   *
   * @throws IllegalArgumentException if the list is empty or not consecutive in one log
   */
  static byte[] delta(List<Entry> entries) {
    byte[] plain = rests(entries);
    return write(
        out -> {
          writePlace(out, entries.get(0));
          out.writeRawBytes(plain);
        });
  }

  /** The same, compressed where that is shorter. */
  static byte[] deltaShort(List<Entry> entries) {
    byte[] plain = rests(entries);
    return write(
        out -> {
          writePlace(out, entries.get(0));
          writeShort(out, plain, DELTA_DEFLATED_FIELD);
        });
  }

  private static void writePlace(CodedOutputStream out, Entry first) throws IOException {
    out.writeMessage(DELTA_LOG_FIELD, PartsWire.toProto(first.log()));
    out.writeUInt32(DELTA_FIRST_SEQ_FIELD, (int) first.seq());
  }

  /** The entries of a DELTA without their headers. */
  private static byte[] rests(List<Entry> entries) {
    FrameBounds.require(entries.size(), FrameBounds.ENTRIES_MAX, "entries");
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a delta has at least one entry");
    }
    Entry first = entries.get(0);
    return write(
        out -> {
          for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (!entry.log().equals(first.log()) || entry.seq() != first.seq() + i) {
              throw new IllegalArgumentException("a delta has consecutive entries of one log");
            }
            out.writeByteArray(DELTA_ENTRIES_FIELD, EntryHeader.rest(entry).toArray());
          }
        });
  }

  private static void writeShort(CodedOutputStream out, byte[] plain, int deflatedField)
      throws IOException {
    byte[] deflated =
        plain.length <= RawDeflate.CONTENT_BYTES_MAX
            ? RawDeflate.deflated(plain, RawDeflate.QUICK)
            : plain;
    if (CodedOutputStream.computeByteArraySize(deflatedField, deflated) < plain.length) {
      out.writeByteArray(deflatedField, deflated);
    } else {
      out.writeRawBytes(plain);
    }
  }

  static List<Entry> readEntries(byte[] body, EntryCodec codec) throws Refusal {
    Slices slices = Slices.read(body, ENTRIES_FIELD, ENTRIES_DEFLATED_FIELD);
    List<Entry> entries = new ArrayList<>(slices.entries.size());
    for (byte[] canonical : slices.entries) {
      entries.add(decode(Bytes.copyOf(canonical), codec));
    }
    return entries;
  }

  static List<Entry> readDelta(byte[] body, EntryCodec codec) throws Refusal {
    Slices slices = Slices.read(body, DELTA_ENTRIES_FIELD, DELTA_DEFLATED_FIELD);
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
    private byte[] deflated = new byte[0];
    private int firstSeq;

    static Slices read(byte[] body, int entriesField, int deflatedField) throws Refusal {
      Slices slices = new Slices();
      try {
        CodedInputStream in = CodedInputStream.newInstance(body);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
          slices.field(in, tag, entriesField, deflatedField);
        }
        if (slices.deflated.length > 0) {
          Limits.require(slices.entries.isEmpty(), "entries both plain and compressed");
          slices.inflate(entriesField);
        }
      } catch (InvalidProtocolBufferException e) {
        // The bytes are the peer's: the reason is enough, the position helps nobody.
        throw new Refusal("message malformed");
      } catch (IOException e) {
        throw new IllegalStateException("an array gives no I/O failure", e);
      }
      return slices;
    }

    private void inflate(int entriesField) throws IOException, Refusal {
      CodedInputStream in = CodedInputStream.newInstance(RawDeflate.inflated(deflated, COMPRESSED));
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        Limits.require(
            tag == tag(entriesField, WireFormat.WIRETYPE_LENGTH_DELIMITED),
            "something else in " + COMPRESSED);
        add(in.readByteArray());
      }
    }

    private void add(byte[] entry) throws Refusal {
      Limits.count(entries.size() + 1, FrameBounds.ENTRIES_MAX, "entries");
      entries.add(entry);
    }

    LogId log() throws Refusal {
      try {
        return PartsWire.fromProto(io.echofield.swarmkit.wire.v1.LogId.parseFrom(log));
      } catch (InvalidProtocolBufferException e) {
        // As above.
        throw new Refusal("message malformed");
      }
    }

    private void field(CodedInputStream in, int tag, int entriesField, int deflatedField)
        throws IOException, Refusal {
      if (tag == tag(entriesField, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        add(in.readByteArray());
      } else if (tag == tag(deflatedField, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        Limits.require(deflated.length == 0, "a field comes twice");
        deflated = in.readByteArray();
        Limits.require(deflated.length > 0, COMPRESSED + " is cut short or too large");
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
