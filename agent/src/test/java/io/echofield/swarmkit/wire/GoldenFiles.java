package io.echofield.swarmkit.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.wire.v1.BundleEnd;
import io.echofield.swarmkit.wire.v1.BundleRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Vectors that are no single protobuf message: bundles of {@link GoldenLedger}, JSON of a node. */
final class GoldenFiles {
  static final SwarmId SWARM = new SwarmId(Bytes.ofHex("000102030405060708090a0b0c0d0e0f"));

  /** What its writer compresses is only read: another zlib may write it otherwise. */
  static final String COMPRESSED = "ledger-deflated.bundle";

  private static final NodeId NODE = new NodeId("rover-07");
  private static final long SESSION = 17;

  private GoldenFiles() {}

  /** Name of the file to its bytes. */
  static SortedMap<String, Bytes> all() {
    SortedMap<String, Bytes> files = new TreeMap<>();
    files.put("health.json", HealthJson.report(NODE, report(), SESSION));
    files.put("will.json", HealthJson.will(NODE, SESSION));
    files.put("ledger.bundle", plain(bundle()));
    return files;
  }

  /** Readings as they come and as they rarely do; that named "state" must be left out. */
  private static HealthReport report() {
    HealthReport beacons = GoldenVectors.report();
    List<Reading> readings = new ArrayList<>(beacons.readings());
    readings.add(new Reading("battery_pct", 100_000, HealthState.OK));
    readings.add(new Reading("link_db", -90_001, HealthState.OK));
    readings.add(new Reading("a_drift", -5, HealthState.OK));
    readings.add(new Reading("zram_mb", 1_234_560, HealthState.OK));
    readings.add(new Reading("state", 1_000, HealthState.OK));
    return new HealthReport(
        beacons.state(),
        beacons.score(),
        beacons.time(),
        readings,
        beacons.uptimeSeconds(),
        beacons.outbox(),
        beacons.tasksOpen(),
        beacons.ledgerPrefix(),
        beacons.peers());
  }

  /** The whole ledger, as its writer makes it. */
  static Bytes bundle() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      List<Entry> entries = List.copyOf(GoldenLedger.held().values());
      BundleManifest manifest =
          new BundleManifest(GoldenVectors.ROVER.author(), GoldenVectors.TIME, entries.size());
      BundleWriter bundle =
          new BundleWriter(out, GoldenVectors.HASH, SWARM, GoldenVectors.ROVER, manifest);
      bundle.heads(Message.Heads.ofAll(GoldenLedger.items(), new Message.Stamp(0, 0)));
      for (HeadSig signature : GoldenLedger.signatures()) {
        bundle.proof(signature);
      }
      for (Entry entry : entries) {
        bundle.entry(entry);
      }
      bundle.end();
    } catch (IOException e) {
      throw new UncheckedIOException("an array gives no I/O failure", e);
    }
    return Bytes.copyOf(out.toByteArray());
  }

  /** The same bundle with its entries uncompressed, and so with another end. */
  private static Bytes plain(Bytes bundle) {
    Bytes plain = Bytes.copyOf(BundleFormat.MAGIC);
    int at = plain.size();
    while (at < bundle.size()) {
      int end = at + BundleFormat.RECORD_HEADER_BYTES + bundle.intAt(at);
      BundleRecord record = parsed(bundle.slice(at + BundleFormat.RECORD_HEADER_BYTES, end));
      plain =
          switch (record.getRecordCase()) {
            case ENTRIES_DEFLATED -> plain.concat(framed(entries(record.getEntriesDeflated())));
            case END -> plain.concat(framed(end(plain).toByteArray()));
            case MANIFEST, HEADS, HEAD_SIG, ENTRIES, RECORD_NOT_SET ->
                plain.concat(bundle.slice(at, end));
          };
      at = end;
    }
    return plain;
  }

  private static BundleRecord parsed(Bytes payload) {
    try {
      return BundleRecord.parseFrom(payload.toArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a record just written must be readable", e);
    }
  }

  private static byte[] entries(ByteString deflated) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream record = CodedOutputStream.newInstance(bytes);
      byte[] inflated = RawDeflate.inflated(deflated.toByteArray(), "a vector");
      record.writeByteArray(BundleRecord.ENTRIES_FIELD_NUMBER, inflated);
      record.flush();
      return bytes.toByteArray();
    } catch (Refusal | IOException e) {
      throw new IllegalStateException("a stream just written must be readable", e);
    }
  }

  private static BundleRecord end(Bytes before) {
    Bytes sha256 = Bytes.copyOf(SwarmHash.sha256().digest(before.toArray()));
    Bytes signature = GoldenVectors.ROVER.sign(GoldenVectors.HASH.bundleSignInput(sha256));
    return BundleRecord.newBuilder()
        .setEnd(
            BundleEnd.newBuilder()
                .setSha256(Limits.proto(sha256))
                .setSignature(Limits.proto(signature)))
        .build();
  }

  private static Bytes framed(byte[] payload) {
    byte[] header =
        ByteBuffer.allocate(BundleFormat.RECORD_HEADER_BYTES)
            .putInt(payload.length)
            .putInt(BundleFormat.crc(payload))
            .array();
    return Bytes.copyOf(header).concat(Bytes.copyOf(payload));
  }
}
