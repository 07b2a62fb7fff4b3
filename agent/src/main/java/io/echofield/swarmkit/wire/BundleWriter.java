package io.echofield.swarmkit.wire;

import com.google.protobuf.CodedOutputStream;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.wire.v1.BundleEnd;
import io.echofield.swarmkit.wire.v1.BundleRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a bundle: the manifest first, then heads, head signatures and entries in any order, then
 * {@link #end}. One thread.
 */
public final class BundleWriter {
  /** Entries of one record stay below its cap, with room for the fields around them. */
  private static final int ENTRIES_BYTES_MAX = BundleFormat.RECORD_BYTES_MAX - 4_096;

  private static final int ENTRY_OVERHEAD_BYTES = 4;

  private final OutputStream out;
  private final SwarmHash hash;
  private final Signer maker;
  private final MessageDigest digest = SwarmHash.sha256();
  private final List<Entry> waiting = new ArrayList<>();
  private int waitingBytes;

  /** {@code out} should be buffered; it is not closed here. */
  public BundleWriter(
      OutputStream out, SwarmHash hash, SwarmId swarm, Signer maker, BundleManifest manifest)
      throws IOException {
    this.out = out;
    this.hash = hash;
    this.maker = maker;
    put(BundleFormat.MAGIC);
    record(
        BundleRecord.newBuilder()
            .setManifest(
                io.echofield.swarmkit.wire.v1.BundleManifest.newBuilder()
                    .setVersion(BundleFormat.VERSION)
                    .setSwarmId(Limits.proto(swarm.bytes()))
                    .setMaker(Limits.proto(manifest.maker().bytes()))
                    .setHlc(manifest.time().bits())
                    .setEntries(Limits.uint32(manifest.entries(), "entries")))
            .build());
  }

  /** At most as many items as a HEADS message may have. */
  public void heads(Message.Heads heads) throws IOException {
    record(BundleRecord.newBuilder().setHeads(MessageToProto.proto(heads)).build());
  }

  public void proof(HeadSig proof) throws IOException {
    record(BundleRecord.newBuilder().setHeadSig(PartsWire.toProto(proof)).build());
  }

  public void entry(Entry entry) throws IOException {
    int bytes = entry.canonical().size() + ENTRY_OVERHEAD_BYTES;
    if (waitingBytes + bytes > ENTRIES_BYTES_MAX || waiting.size() == FrameBounds.ENTRIES_MAX) {
      flushEntries();
    }
    waiting.add(entry);
    waitingBytes += bytes;
  }

  /** Writes what ends a bundle; nothing may follow. */
  public void end() throws IOException {
    flushEntries();
    Bytes sha256 = Bytes.copyOf(digest.digest());
    BundleEnd end =
        BundleEnd.newBuilder()
            .setSha256(Limits.proto(sha256))
            .setSignature(Limits.proto(maker.sign(hash.bundleSignInput(sha256))))
            .build();
    record(BundleRecord.newBuilder().setEnd(end).build());
  }

  /**
   * By hand: what a message parsed and wrote again need not be the bytes of the authors. Compressed
   * if that is shorter: signatures and salts are not, what is around them is.
   */
  private void flushEntries() throws IOException {
    if (!waiting.isEmpty()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream record = CodedOutputStream.newInstance(bytes);
      byte[] entries = EntryLists.entries(waiting);
      byte[] deflated = RawDeflate.deflated(entries, RawDeflate.SMALL);
      if (deflated.length < entries.length) {
        record.writeByteArray(BundleRecord.ENTRIES_DEFLATED_FIELD_NUMBER, deflated);
      } else {
        record.writeByteArray(BundleRecord.ENTRIES_FIELD_NUMBER, entries);
      }
      record.flush();
      record(bytes.toByteArray());
      waiting.clear();
      waitingBytes = 0;
    }
  }

  private void record(BundleRecord record) throws IOException {
    record(record.toByteArray());
  }

  private void record(byte[] payload) throws IOException {
    if (payload.length > BundleFormat.RECORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a record of a bundle has at most %d bytes but had %d"
              .formatted(BundleFormat.RECORD_BYTES_MAX, payload.length));
    }
    put(
        ByteBuffer.allocate(BundleFormat.RECORD_HEADER_BYTES)
            .putInt(payload.length)
            .putInt(BundleFormat.crc(payload))
            .array());
    put(payload);
  }

  private void put(byte[] bytes) throws IOException {
    digest.update(bytes);
    out.write(bytes);
  }
}
