package io.echofield.swarmkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.RandomWrites;
import io.echofield.swarmkit.security.Ed25519Verifier;
import io.echofield.swarmkit.testkit.Shows;
import io.echofield.swarmkit.wire.v1.BundleRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a bundle carries, and what is made of one that is not as it was written. */
final class BundleTest {
  private static final SwarmId SWARM = new SwarmId(Bytes.ofHex("00".repeat(16)));
  private static final SwarmHash HASH = new SwarmHash(SWARM);
  private static final EntryWire CODEC = new EntryWire(HASH);
  private static final Signer MAKER = TestKeys.of(1);
  private static final BundleManifest MANIFEST =
      new BundleManifest(MAKER.author(), new HybridTime(77), 1_200);

  private final List<BundleManifest> manifests = new ArrayList<>();
  private final List<HeadSig> proofs = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  @Test
  @Shows({"B-1", "B-2"})
  void everythingComesBack() throws Exception {
    List<Entry> written = entries(1_200);
    HeadSig proof = proof(written.get(0));
    byte[] bundle = bundle(written, List.of(proof));
    BundleReader.End end = read(bundle, SWARM);
    assertThat(manifests).containsExactly(MANIFEST);
    assertThat(proofs).containsExactly(proof);
    assertThat(entries).isEqualTo(written);
    assertThat(entries.get(9).canonical()).isEqualTo(written.get(9).canonical());
    BundleReader.Whole whole = (BundleReader.Whole) end;
    assertThat(
            new Ed25519Verifier()
                .verify(MAKER.publicKey(), HASH.bundleSignInput(whole.sha256()), whole.signature()))
        .isTrue();
  }

  @Test
  @Shows("B-3")
  void anyFlippedByteIsSeenWithItsPlace() throws Exception {
    List<Entry> written = entries(30);
    byte[] bundle = bundle(written, List.of());
    for (int at = 0; at < bundle.length; at++) {
      byte[] damaged = bundle.clone();
      damaged[at] ^= (byte) (1 << (at % 8));
      BundleReader.End end = read(damaged, SWARM);
      if (end instanceof BundleReader.Broken broken) {
        assertThat(broken.offset()).isLessThanOrEqualTo(at);
      } else {
        throw new AssertionError("byte " + at + " was not seen");
      }
      assertThat(written).containsAll(entries);
    }
  }

  @Test
  @Shows("B-3")
  void oneThatEndsTooEarlyGivesWhatItHas() throws Exception {
    List<Entry> written = entries(1_200);
    byte[] bundle = bundle(written, List.of());
    BundleReader.End end = read(Arrays.copyOf(bundle, bundle.length / 2), SWARM);
    assertThat(end)
        .isInstanceOfSatisfying(
            BundleReader.Broken.class, b -> assertThat(b.reason()).isEqualTo("it ends too early"));
    assertThat(entries).isNotEmpty();
    assertThat(written.subList(0, entries.size())).isEqualTo(entries);
  }

  @Test
  @Shows("B-1")
  void whatIsNoneOrOfAnotherSwarmIsRefused() throws Exception {
    byte[] bundle = bundle(entries(3), List.of());
    assertThat(read(new byte[0], SWARM)).isEqualTo(new BundleReader.Broken(0, "it ends too early"));
    assertThat(read("something else altogether".getBytes(StandardCharsets.US_ASCII), SWARM))
        .isEqualTo(new BundleReader.Broken(0, "it is no bundle"));
    SwarmId other = new SwarmId(Bytes.ofHex("01".repeat(16)));
    assertThat(read(bundle, other)).isEqualTo(new BundleReader.Broken(8, "it is of another swarm"));
    byte[] longer = Arrays.copyOf(bundle, bundle.length + 1);
    assertThat(read(longer, SWARM))
        .isInstanceOfSatisfying(
            BundleReader.Broken.class,
            b -> assertThat(b.reason()).isEqualTo("something follows its end"));
    assertThat(manifests).hasSize(1);
  }

  @Test
  void aLengthThatLiesIsRefusedBeforeItIsRead() throws Exception {
    byte[] bundle = bundle(entries(3), List.of());
    bundle[8] = 0x7f;
    assertThat(read(bundle, SWARM))
        .isEqualTo(new BundleReader.Broken(8, "a record has a wrong length"));
  }

  @Test
  void entriesOfOneBundleAreCompressedTogether() throws Exception {
    List<Entry> written = entries(1_200);
    int canonicalBytes = written.stream().mapToInt(entry -> entry.canonical().size()).sum();
    assertThat(bundle(written, List.of()).length).isLessThan(canonicalBytes);
  }

  @Test
  void entriesMayComeUncompressed() throws Exception {
    List<Entry> written = entries(3);
    byte[] bundle = withRecord(BundleRecord.ENTRIES_FIELD_NUMBER, EntryLists.entries(written));
    assertThat(reason(bundle)).isEqualTo("it ends too early");
    assertThat(entries).isEqualTo(written);
  }

  @Test
  @Shows("B-5")
  void aCompressedRecordIsRefusedBeforeItIsLargerThanARecord() throws Exception {
    byte[] whole = EntryLists.entries(List.of());
    assertThat(reason(compressed(RawDeflate.deflated(whole, RawDeflate.SMALL))))
        .isEqualTo("it ends too early");
    byte[] most = RawDeflate.deflated(new byte[RawDeflate.CONTENT_BYTES_MAX], RawDeflate.SMALL);
    assertThat(RawDeflate.inflated(most, "this")).hasSize(RawDeflate.CONTENT_BYTES_MAX);
    byte[] larger =
        RawDeflate.deflated(new byte[RawDeflate.CONTENT_BYTES_MAX + 1], RawDeflate.SMALL);
    assertThat(reason(compressed(larger)))
        .isEqualTo("a compressed record is cut short or too large");
  }

  @Test
  @Shows("B-5")
  void aCompressedRecordIsOneWholeStream() throws Exception {
    byte[] stream = RawDeflate.deflated(EntryLists.entries(entries(3)), RawDeflate.SMALL);
    assertThat(reason(compressed(Arrays.copyOf(stream, stream.length - 1))))
        .isEqualTo("a compressed record is cut short or too large");
    assertThat(reason(compressed(Arrays.copyOf(stream, stream.length + 1))))
        .isEqualTo("something follows in a compressed record");
    assertThat(reason(compressed(new byte[] {7}))).isEqualTo("a compressed record is malformed");
    assertThat(entries).isEmpty();
  }

  private static byte[] compressed(byte[] stream) throws IOException {
    return withRecord(BundleRecord.ENTRIES_DEFLATED_FIELD_NUMBER, stream);
  }

  /** The manifest, one record, and no end. */
  private static byte[] withRecord(int field, byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BundleWriter unused = new BundleWriter(out, HASH, SWARM, MAKER, MANIFEST);
    assertThat(unused).isNotNull();
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    CodedOutputStream record = CodedOutputStream.newInstance(payload);
    record.writeByteArray(field, body);
    record.flush();
    out.write(
        ByteBuffer.allocate(BundleFormat.RECORD_HEADER_BYTES)
            .putInt(payload.size())
            .putInt(BundleFormat.crc(payload.toByteArray()))
            .array());
    payload.writeTo(out);
    return out.toByteArray();
  }

  private String reason(byte[] bundle) throws IOException {
    return read(bundle, SWARM) instanceof BundleReader.Broken broken ? broken.reason() : "whole";
  }

  private BundleReader.End read(byte[] bundle, SwarmId swarm) throws IOException {
    manifests.clear();
    proofs.clear();
    entries.clear();
    return new BundleReader(new ByteArrayInputStream(bundle), swarm, CODEC)
        .read(
            new BundleReader.Visitor() {
              @Override
              public void manifest(BundleManifest manifest) {
                manifests.add(manifest);
              }

              @Override
              public void proof(HeadSig proof) {
                proofs.add(proof);
              }

              @Override
              public void entries(List<Entry> some) {
                entries.addAll(some);
              }
            });
  }

  private static byte[] bundle(List<Entry> entries, List<HeadSig> proofs) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BundleWriter bundle = new BundleWriter(out, HASH, SWARM, MAKER, MANIFEST);
    bundle.heads(Message.Heads.ofAll(List.of(), new Message.Stamp(0, 0)));
    for (HeadSig proof : proofs) {
      bundle.proof(proof);
    }
    for (Entry entry : entries) {
      bundle.entry(entry);
    }
    bundle.end();
    return out.toByteArray();
  }

  private static HeadSig proof(Entry entry) {
    byte[] bytes = new byte[64];
    Arrays.fill(bytes, (byte) 3);
    return new HeadSig(
        entry.log(),
        entry.seq(),
        Bytes.copyOf(bytes, 0, 16),
        Bytes.copyOf(bytes),
        Bytes.copyOf(bytes, 0, 32));
  }

  private static List<Entry> entries(int count) {
    RandomWrites source = new RandomWrites(4, CODEC);
    List<Entry> entries = new ArrayList<>();
    while (entries.size() < count) {
      for (Write write : source.batch(50)) {
        if (write instanceof Write.Append append && entries.size() < count) {
          StoredEntry stored = append.stored();
          entries.add(stored.entry());
        }
      }
    }
    return entries;
  }
}
