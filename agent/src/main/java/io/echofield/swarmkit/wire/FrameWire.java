package io.echofield.swarmkit.wire;

import com.google.protobuf.CodedOutputStream;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.sync.Frame;
import io.echofield.swarmkit.core.sync.FrameCodec;
import io.echofield.swarmkit.core.sync.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Frames as the head comment of {@code frame.proto} lays them down: version, sender, body,
 * signature if any, MAC.
 *
 * <p>Decoding checks size, MAC, version, syntax and ranges in this order, so that bytes from
 * outside the swarm are never parsed. Fields of messages that this version does not know are
 * skipped; entries are strict. Immutable, any thread.
 */
public final class FrameWire implements FrameCodec {
  /**
   * Version 2, sender 8, body tag and length 4, log 15, first seq 6, MAC 9: the most beside the
   * entries of a DELTA.
   */
  static final int OVERHEAD_BYTES = 44;

  /** Version 2, sender 8, MAC 9. */
  private static final int EMPTY_FRAME_BYTES = 19;

  /**
   * Version 2, sender 8, body tag and length 3, id 9, total 3, offset 3, tag and length of the
   * bytes 3, MAC 9: the most beside the bytes of a piece.
   */
  private static final int FRAG_OVERHEAD_BYTES = 40;

  /** Version 2, sender 8, body tag and length 4, MAC 9: the most beside the bytes of a body. */
  static final int ENVELOPE_BYTES = 23;

  /** A frame for radio; what fits it is tried out, which takes 20 µs an entry. */
  private static final int FILLED_FRAME_BYTES_MAX = 1_024;

  private static final int FRAME_BYTES_MIN = 2 + FrameEnvelope.MAC_FIELD_BYTES;

  private final SwarmHash hash;
  private final Bytes frameKey;
  private final Author self;
  private final EntryCodec entries;
  private final boolean compressing;

  /**
   * Reads every frame, and writes plain ones: a frame is a function of its message alone, on every
   * machine.
   *
   * @param frameKey key of the MAC
   * @param self named as the sender in every frame
   */
  public FrameWire(SwarmHash hash, Bytes frameKey, Author self, EntryCodec entries) {
    this(hash, frameKey, self, entries, false);
  }

  private FrameWire(
      SwarmHash hash, Bytes frameKey, Author self, EntryCodec entries, boolean compressing) {
    this.hash = hash;
    this.frameKey = frameKey;
    this.self = self;
    this.entries = entries;
    this.compressing = compressing;
  }

  @Override
  public FrameWire compressing() {
    return new FrameWire(hash, frameKey, self, entries, true);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the message breaks a limit or the frame would exceed {@link
   *     #FRAME_BYTES_MAX}
   */
  @Override
  public Bytes encode(Message message, Optional<Signer> signer) {
    Bytes unsigned = unsigned(message.accept(new MessageToProto(compressing)));
    Bytes covered = signer.map(key -> signed(unsigned, key)).orElse(unsigned);
    Bytes frame = covered.concat(macField(covered));
    if (frame.size() > FRAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a frame has at most " + FRAME_BYTES_MAX + " bytes but this would have " + frame.size());
    }
    return frame;
  }

  @Override
  public Decoded<Frame> decode(Bytes frame) {
    try {
      return new Decoded.Accepted<>(read(frame));
    } catch (Refusal refusal) {
      return new Decoded.Rejected<>(refusal.getMessage());
    }
  }

  @Override
  public int overheadBytes() {
    return OVERHEAD_BYTES;
  }

  @Override
  public int entryBytes(int canonicalBytes) {
    return fieldBytes(canonicalBytes);
  }

  @Override
  public int deltaEntryBytes(int canonicalBytes) {
    return fieldBytes(canonicalBytes - EntryHeader.BYTES_MIN);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Into a small frame as many go as fit when compressed. A large one is filled by what they
   * have uncompressed: a frame more costs little beside what it carries, and counting would cost as
   * much as compressing.
   */
  @Override
  public int deltaFits(List<Entry> run, int frameBytesMax) {
    int count = FrameCodec.super.deltaFits(run, frameBytesMax);
    if (compressing && frameBytesMax <= FILLED_FRAME_BYTES_MAX) {
      while (count < run.size()
          && encode(new Message.Delta(run.subList(0, count + 1)), Optional.empty()).size()
              <= frameBytesMax) {
        count++;
      }
    }
    return count;
  }

  @Override
  public int rangesOverheadBytes() {
    return ENVELOPE_BYTES + RangesWire.OVERHEAD_BYTES;
  }

  @Override
  public int rangeBytes(Bytes before, Message.Ranges.Range range) {
    return RangesWire.rangeBytes(before, range);
  }

  @Override
  public int rangesBytes(Message.Ranges ranges) {
    int body = RangesWire.toProto(ranges).getSerializedSize();
    return EMPTY_FRAME_BYTES + fieldBytes(body);
  }

  @Override
  public int fragOverheadBytes() {
    return FRAG_OVERHEAD_BYTES;
  }

  private Frame read(Bytes frame) throws Refusal {
    Limits.require(frame.size() <= FRAME_BYTES_MAX, "frame too large");
    Limits.require(frame.size() >= FRAME_BYTES_MIN, "frame too short");
    Bytes covered = frame.slice(0, frame.size() - FrameEnvelope.MAC_FIELD_BYTES);
    Limits.require(
        macField(covered).equals(frame.slice(covered.size(), frame.size())), "wrong MAC");
    FrameEnvelope envelope = FrameEnvelope.read(covered.toArray());
    Message message = FrameBodies.read(envelope.kind(), envelope.body(), entries);
    Bytes signedPart =
        envelope.signature().isEmpty()
            ? Bytes.EMPTY
            : hash.frameSignInput(covered.slice(0, envelope.signedBytes()));
    return new Frame(envelope.sender(), message, envelope.signature(), signedPart);
  }

  private Bytes unsigned(FrameBodies.Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeUInt32(FrameEnvelope.VERSION_FIELD, FrameEnvelope.VERSION);
      out.writeByteArray(FrameEnvelope.SENDER_FIELD, self.bytes().toArray());
      out.writeByteArray(body.kind(), body.bytes().toArray());
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("an array gives no I/O failure", e);
    }
    return Bytes.copyOf(bytes.toByteArray());
  }

  private Bytes signed(Bytes unsigned, Signer signer) {
    if (!signer.author().equals(self)) {
      throw new IllegalArgumentException("a frame is signed by its sender");
    }
    return unsigned
        .concat(
            Bytes.copyOf(new byte[] {FrameEnvelope.SIGNATURE_TAG, FrameEnvelope.SIGNATURE_BYTES}))
        .concat(signer.sign(hash.frameSignInput(unsigned)));
  }

  /** Tag and MAC, little-endian as protobuf writes a fixed64. */
  private Bytes macField(Bytes covered) {
    long mac = hash.frameMac(frameKey, covered);
    byte[] field = new byte[FrameEnvelope.MAC_FIELD_BYTES];
    field[0] = FrameEnvelope.MAC_TAG;
    for (int i = 0; i < Long.BYTES; i++) {
      field[1 + i] = (byte) (mac >>> (8 * i));
    }
    return Bytes.copyOf(field);
  }

  /** A length-delimited field with a tag of one byte. */
  private static int fieldBytes(int length) {
    return 1 + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
  }
}
