package io.echofield.swarmkit.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.SwarmHash;

/**
 * The canonical bytes of entries, as the head comment of {@code entry.proto} lays them down.
 *
 * <p>Decoding is a pure function of the bytes, so that no two nodes differ for ever about what they
 * store. It is strict: a form that another reader could take for something else is refused, and so
 * is a field or a body that this version does not know. Immutable, any thread.
 */
public final class EntryWire implements EntryCodec {
  private static final byte SIGNATURE_TAG = 0x7a;
  private static final byte SIGNATURE_BYTES = 64;

  private final SwarmHash hash;

  public EntryWire(SwarmHash hash) {
    this.hash = hash;
  }

  @Override
  public Entry compose(Draft draft, Signer signer) {
    if (!signer.author().equals(draft.log().author())) {
      throw new IllegalArgumentException("an entry is composed by the author of its log");
    }
    Bytes unsigned = EntryHeader.write(draft.log(), draft.seq()).concat(rest(draft));
    Bytes canonical = draft.body().isSkind() ? signed(unsigned, signer) : unsigned;
    if (canonical.size() > Entry.BYTES_MAX) {
      throw new IllegalArgumentException(
          "an entry has at most "
              + Entry.BYTES_MAX
              + " bytes but this would have "
              + canonical.size());
    }
    Entry entry =
        decode(canonical)
            .fold(
                good -> good,
                reason -> {
                  throw new IllegalArgumentException("entry breaks a limit: " + reason);
                });
    if (!entry.body().equals(draft.body())) {
      throw new IllegalArgumentException(
          "entry does not survive its encoding: texts must be valid Unicode, attempts 1 to "
              + BodyFromProto.ATTEMPTS_MAX);
    }
    return entry;
  }

  @Override
  public Decoded<Entry> decode(Bytes canonical) {
    try {
      return new Decoded.Accepted<>(read(canonical));
    } catch (Refusal refusal) {
      return new Decoded.Rejected<>(refusal.getMessage());
    } catch (InvalidProtocolBufferException e) {
      // The strict walk passed, so only the text encoding is left to be wrong.
      return new Decoded.Rejected<>("text is not UTF-8");
    }
  }

  private Entry read(Bytes canonical) throws Refusal, InvalidProtocolBufferException {
    Limits.require(canonical.size() <= Entry.BYTES_MAX, "entry too large");
    byte[] array = canonical.toArray();
    EntryHeader header = EntryHeader.read(array);
    StrictSyntax.check(
        io.echofield.swarmkit.wire.v1.Entry.getDescriptor(),
        array,
        header.bytes(),
        EntryHeader.fields());
    io.echofield.swarmkit.wire.v1.Entry proto =
        io.echofield.swarmkit.wire.v1.Entry.parser()
            .parseFrom(array, header.bytes(), array.length - header.bytes());
    Body body = BodyFromProto.read(proto);
    boolean signed = signed(proto, array, body);
    Bytes task = Limits.bytes(proto.getTask());
    TaskReference.check(body, task);
    Limits.require(
        !(body instanceof Body.EpochStart) || header.seq() == 1, "epoch start not at seq 1");
    return new Entry(
        hash.entryId(canonical),
        header.log(),
        header.seq(),
        proto.getGroup(),
        task,
        Limits.time(proto.getHlc()),
        body,
        canonical,
        signed);
  }

  /** Checks that a signature is there exactly when the kind asks for it, at its only place. */
  private static boolean signed(io.echofield.swarmkit.wire.v1.Entry proto, byte[] array, Body body)
      throws Refusal {
    boolean signed = !proto.getSignature().isEmpty();
    Limits.require(signed || !body.isSkind(), "signature missing");
    Limits.require(!signed || body.isSkind(), "signature on a kind without one");
    int at = array.length - Entry.SIGNATURE_FIELD_BYTES;
    Limits.require(
        !signed
            || (proto.getSignature().size() == SIGNATURE_BYTES
                && array[at] == SIGNATURE_TAG
                && array[at + 1] == SIGNATURE_BYTES),
        "signature not the last 66 bytes");
    return signed;
  }

  private Bytes signed(Bytes unsigned, Signer signer) {
    return unsigned
        .concat(Bytes.copyOf(new byte[] {SIGNATURE_TAG, SIGNATURE_BYTES}))
        .concat(signer.sign(hash.entrySignInput(unsigned)));
  }

  private static Bytes rest(Draft draft) {
    io.echofield.swarmkit.wire.v1.Entry.Builder rest =
        io.echofield.swarmkit.wire.v1.Entry.newBuilder()
            .setGroup(draft.group())
            .setTask(Limits.proto(draft.task()))
            .setHlc(draft.hlc().bits());
    return Bytes.copyOf(draft.body().accept(new BodyToProto(rest)).build().toByteArray());
  }
}
