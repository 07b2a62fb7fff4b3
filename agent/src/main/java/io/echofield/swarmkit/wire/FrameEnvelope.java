package io.echofield.swarmkit.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import java.io.IOException;
import java.util.Optional;

/**
 * The fields of a frame around its body, read by hand so that the body's bytes stay as they came.
 *
 * @param sender as the frame says
 * @param kind the field number of the body
 * @param body the bytes of the body message
 * @param signature 64 bytes, or empty
 * @param signedBytes how many bytes at the beginning the signature covers; 0 if unsigned
 */
record FrameEnvelope(
    Optional<Author> sender, int kind, Bytes body, Bytes signature, int signedBytes) {
  static final int VERSION = 1;
  static final int VERSION_FIELD = 1;
  static final int SENDER_FIELD = 2;
  static final int SIGNATURE_FIELD = 14;
  static final int MAC_FIELD = 15;

  static final int SIGNATURE_BYTES = 64;

  /** Tag, length, 64 bytes. */
  static final int SIGNATURE_FIELD_BYTES = 66;

  /** Tag and 8 bytes, the last of every frame. */
  static final int MAC_FIELD_BYTES = 9;

  static final byte SIGNATURE_TAG = 0x72;
  static final byte MAC_TAG = 0x79;

  /**
   * Reads everything before the MAC. Fields that this version does not know are skipped, so that a
   * later version may add some; two bodies are refused.
   *
   * @param covered the frame without its last 9 bytes
   */
  static FrameEnvelope read(byte[] covered) throws Refusal {
    try {
      return new Reader(CodedInputStream.newInstance(covered), covered).read();
    } catch (InvalidProtocolBufferException e) {
      // The bytes are the peer's: the reason is enough, the position helps nobody.
      throw new Refusal("frame malformed");
    } catch (IOException e) {
      throw new IllegalStateException("an array gives no I/O failure", e);
    }
  }

  private static final class Reader {
    private final CodedInputStream in;
    private final byte[] covered;
    private int version;
    private Bytes sender = Bytes.EMPTY;
    private int kind;
    private Bytes body = Bytes.EMPTY;
    private Bytes signature = Bytes.EMPTY;
    private int signedBytes;

    Reader(CodedInputStream in, byte[] covered) {
      this.in = in;
      this.covered = covered;
    }

    FrameEnvelope read() throws IOException, Refusal {
      int at = 0;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        field(tag, at);
        at = in.getTotalBytesRead();
      }
      Limits.require(version == VERSION, "frame version unknown");
      Limits.require(sender.isEmpty() || sender.size() == Author.BYTES, "sender malformed");
      Limits.require(kind != 0, "message kind unknown");
      return new FrameEnvelope(
          sender.isEmpty() ? Optional.empty() : Optional.of(new Author(sender)),
          kind,
          body,
          signature,
          signedBytes);
    }

    private void field(int tag, int at) throws IOException, Refusal {
      int number = WireFormat.getTagFieldNumber(tag);
      int wireType = WireFormat.getTagWireType(tag);
      if (number == VERSION_FIELD && wireType == WireFormat.WIRETYPE_VARINT) {
        version = in.readUInt32();
      } else if (number == SENDER_FIELD && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        sender = Bytes.copyOf(in.readByteArray());
      } else if (number == SIGNATURE_FIELD) {
        signature(at);
      } else if (FrameBodies.isBody(number) && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        Limits.require(kind == 0, "two bodies");
        kind = number;
        body = Bytes.copyOf(in.readByteArray());
      } else {
        Limits.require(number != MAC_FIELD, "two MACs");
        Limits.require(in.skipField(tag), "frame malformed");
      }
    }

    /** A signature counts only as the last field before the MAC. */
    private void signature(int at) throws IOException, Refusal {
      Limits.require(
          at == covered.length - SIGNATURE_FIELD_BYTES
              && covered[at] == SIGNATURE_TAG
              && covered[at + 1] == SIGNATURE_BYTES,
          "signature not the last field before the MAC");
      signature = Bytes.copyOf(in.readByteArray());
      signedBytes = at;
    }
  }
}
