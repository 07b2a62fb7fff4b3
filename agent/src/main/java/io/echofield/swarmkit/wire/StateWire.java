package io.echofield.swarmkit.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.Peer;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.IdSum;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.ledger.SeqRanges;
import io.echofield.swarmkit.wire.v1.StoredLogState;
import io.echofield.swarmkit.wire.v1.StoredPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the store keeps of logs and peers, as bytes.
 *
 * <p>Bytes that a store gives back may be damaged: they are refused like those of a peer. Fields
 * that a later version added are skipped. Pure, any thread.
 */
public final class StateWire {
  private StateWire() {}

  public static Bytes encode(LogState state) {
    return Bytes.copyOf(toProto(state).toByteArray());
  }

  public static Bytes encode(Peer peer) {
    return Bytes.copyOf(toProto(peer).toByteArray());
  }

  public static Decoded<LogState> decodeLogState(Bytes bytes) {
    try {
      return new Decoded.Accepted<>(fromProto(StoredLogState.parseFrom(bytes.toArray())));
    } catch (Refusal refusal) {
      return new Decoded.Rejected<>(refusal.getMessage());
    } catch (InvalidProtocolBufferException e) {
      // The reason is enough, the position helps nobody.
      return new Decoded.Rejected<>("log state malformed");
    }
  }

  public static Decoded<Peer> decodePeer(Bytes bytes) {
    try {
      return new Decoded.Accepted<>(fromProto(StoredPeer.parseFrom(bytes.toArray())));
    } catch (Refusal refusal) {
      return new Decoded.Rejected<>(refusal.getMessage());
    } catch (InvalidProtocolBufferException e) {
      // As above.
      return new Decoded.Rejected<>("peer malformed");
    }
  }

  static StoredLogState toProto(LogState state) {
    StoredLogState.Builder proto =
        StoredLogState.newBuilder()
            .setLog(PartsWire.toProto(state.log()))
            .setCount(state.count())
            .setSum(Limits.proto(state.sum().bytes()));
    for (SeqRanges.Range range : state.held().ranges()) {
      proto.addHeld(
          StoredLogState.Range.newBuilder()
              .setFrom(Limits.uint32(range.from(), "seq"))
              .setTo(Limits.uint32(range.to(), "seq")));
    }
    state.proof().ifPresent(proof -> proto.setProof(PartsWire.toProto(proof)));
    state
        .signature()
        .filter(signature -> !state.proof().equals(state.signature()))
        .ifPresent(signature -> proto.setSignature(PartsWire.toProto(signature)));
    return proto.build();
  }

  static LogState fromProto(StoredLogState proto) throws Refusal {
    List<SeqRanges.Range> held = new ArrayList<>(proto.getHeldCount());
    long before = -1;
    for (StoredLogState.Range range : proto.getHeldList()) {
      long from = Limits.seq(range.getFrom());
      long to = Limits.seq(range.getTo());
      Limits.require(from <= to && from > before + 1, "held ranges not in order");
      held.add(new SeqRanges.Range(from, to));
      before = to;
    }
    Limits.require(proto.getCount() >= 0, "count out of range");
    Optional<HeadSig> proof =
        proto.hasProof() ? Optional.of(PartsWire.fromProto(proto.getProof())) : Optional.empty();
    Optional<HeadSig> signature =
        proto.hasSignature() ? Optional.of(PartsWire.fromProto(proto.getSignature())) : proof;
    return new LogState(
        PartsWire.fromProto(proto.getLog()),
        new SeqRanges(held),
        proto.getCount(),
        IdSum.of(Limits.exactly(proto.getSum(), IdSum.BYTES, "sum")),
        proof,
        signature);
  }

  static StoredPeer toProto(Peer peer) {
    StoredPeer.Builder proto =
        StoredPeer.newBuilder()
            .setAuthor(Limits.proto(peer.author().bytes()))
            .setName(peer.name())
            .setPublicKey(Limits.proto(peer.publicKey()))
            .setSession(Limits.uint32(peer.session(), "session"))
            .setCounter(Limits.uint32(peer.counter(), "counter"))
            .setHeardWallMillis(peer.heardWallMillis())
            .setGoodbye(peer.goodbye());
    peer.report().ifPresent(report -> proto.setReport(PartsWire.toProto(report)));
    return proto.build();
  }

  static Peer fromProto(StoredPeer proto) throws Refusal {
    Optional<HealthReport> report =
        proto.hasReport() ? Optional.of(PartsWire.fromProto(proto.getReport())) : Optional.empty();
    return new Peer(
        Limits.author(proto.getAuthor(), "peer key id"),
        proto.getName(),
        Limits.exactlyOrNone(proto.getPublicKey(), RosterWire.PUBLIC_KEY_BYTES, "public key"),
        Limits.unsigned(proto.getSession()),
        Limits.unsigned(proto.getCounter()),
        report,
        proto.getHeardWallMillis(),
        proto.getGoodbye());
  }
}
