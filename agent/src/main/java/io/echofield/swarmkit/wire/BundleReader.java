package io.echofield.swarmkit.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.wire.v1.BundleEnd;
import io.echofield.swarmkit.wire.v1.BundleRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a bundle as far as it is good. Sizes are checked before anything is parsed; nothing in it
 * names a file. One thread.
 */
public final class BundleReader {
  private final InputStream in;
  private final SwarmId swarm;
  private final EntryCodec entries;
  private final MessageDigest digest = SwarmHash.sha256();
  private long offset;
  private long recordAt;

  /** Bytes at the beginning by which a bundle is known. */
  public static final int MAGIC_BYTES = BundleFormat.MAGIC.length;

  /** Whether these are the first bytes of a bundle. */
  public static boolean isBundle(byte[] first) {
    return Arrays.equals(first, BundleFormat.MAGIC);
  }

  /** Takes what comes, in the order of the file. */
  public interface Visitor {
    void manifest(BundleManifest manifest);

    void proof(HeadSig proof);

    void entries(List<Entry> entries);
  }

  /** How far it was good. */
  public sealed interface End {}

  /** Whole: {@code signature} is over this digest by the maker, if somebody knows the key. */
  public record Whole(Bytes sha256, Bytes signature) implements End {}

  /** Good up to this byte. */
  public record Broken(long offset, String reason) implements End {}

  /** {@code in} should be buffered. */
  public BundleReader(InputStream in, SwarmId swarm, EntryCodec entries) {
    this.in = in;
    this.swarm = swarm;
    this.entries = entries;
  }

  /**
   * Reads to the end or to the first fault.
   *
   * @throws IOException if the file cannot be read at all
   */
  public End read(Visitor visitor) throws IOException {
    try {
      if (!isBundle(bytes(MAGIC_BYTES))) {
        return new Broken(0, "it is no bundle");
      }
      visitor.manifest(manifest(record()));
      while (true) {
        byte[] before = digest();
        Piece record = record();
        if (record.field() == BundleRecord.END_FIELD_NUMBER) {
          return end(BundleEnd.parseFrom(record.body()), before);
        }
        give(record, visitor);
      }
    } catch (InvalidProtocolBufferException e) {
      // The reason is enough, the position in the record helps nobody.
      return new Broken(recordAt, "a record is malformed");
    } catch (Refusal refusal) {
      return new Broken(recordAt, refusal.getMessage());
    }
  }

  /**
   * One record: the field that says its kind, and what is in it as it was written. Entries must not
   * go through a message, which need not keep their authors' bytes.
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Piece(int field, byte[] body) {}

  private void give(Piece record, Visitor visitor) throws Refusal, InvalidProtocolBufferException {
    switch (record.field()) {
      case BundleRecord.HEADS_FIELD_NUMBER -> {
        // What the maker held: of use to who compares, not to who takes everything.
      }
      case BundleRecord.HEAD_SIG_FIELD_NUMBER ->
          visitor.proof(
              PartsWire.fromProto(io.echofield.swarmkit.wire.v1.HeadSig.parseFrom(record.body())));
      case BundleRecord.ENTRIES_FIELD_NUMBER ->
          visitor.entries(EntryLists.readEntries(record.body(), entries));
      case BundleRecord.ENTRIES_DEFLATED_FIELD_NUMBER ->
          visitor.entries(
              EntryLists.readEntries(
                  RawDeflate.inflated(record.body(), "a compressed record"), entries));
      default -> throw new Refusal("a kind of record that does not belong there");
    }
  }

  private BundleManifest manifest(Piece record) throws Refusal, InvalidProtocolBufferException {
    Limits.require(
        record.field() == BundleRecord.MANIFEST_FIELD_NUMBER, "it does not begin with a manifest");
    io.echofield.swarmkit.wire.v1.BundleManifest manifest =
        io.echofield.swarmkit.wire.v1.BundleManifest.parseFrom(record.body());
    Limits.require(
        manifest.getVersion() == BundleFormat.VERSION,
        "it has version %d, this program knows %d"
            .formatted(Integer.toUnsignedLong(manifest.getVersion()), BundleFormat.VERSION));
    Bytes of = Limits.exactly(manifest.getSwarmId(), SwarmId.BYTES, "swarm id");
    Limits.require(of.equals(swarm.bytes()), "it is of another swarm");
    return new BundleManifest(
        new Author(Limits.exactly(manifest.getMaker(), Author.BYTES, "maker")),
        Limits.time(manifest.getHlc()),
        Limits.unsigned(manifest.getEntries()));
  }

  private End end(BundleEnd end, byte[] sha256) throws IOException, Refusal {
    Bytes said = Limits.exactly(end.getSha256(), sha256.length, "digest");
    Limits.require(said.equals(Bytes.copyOf(sha256)), "its digest does not fit its content");
    Limits.require(in.read() < 0, "something follows its end");
    return new Whole(
        said, Limits.exactly(end.getSignature(), FrameEnvelope.SIGNATURE_BYTES, "signature"));
  }

  /** Of all bytes so far. */
  private byte[] digest() {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of the JDK can be cloned", e);
    }
  }

  private Piece record() throws IOException, Refusal {
    recordAt = offset;
    ByteBuffer header = ByteBuffer.wrap(bytes(BundleFormat.RECORD_HEADER_BYTES));
    int length = header.getInt();
    Limits.require(
        length > 0 && length <= BundleFormat.RECORD_BYTES_MAX, "a record has a wrong length");
    byte[] payload = bytes(length);
    Limits.require(header.getInt() == BundleFormat.crc(payload), "a record is damaged");
    CodedInputStream record = CodedInputStream.newInstance(payload);
    int tag = record.readTag();
    Limits.require(
        WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED,
        "a record is malformed");
    byte[] body = record.readByteArray();
    Limits.require(record.isAtEnd(), "a record is malformed");
    return new Piece(WireFormat.getTagFieldNumber(tag), body);
  }

  private byte[] bytes(int count) throws IOException, Refusal {
    byte[] bytes = in.readNBytes(count);
    Limits.require(bytes.length == count, "it ends too early");
    digest.update(bytes);
    offset += count;
    return bytes;
  }
}
