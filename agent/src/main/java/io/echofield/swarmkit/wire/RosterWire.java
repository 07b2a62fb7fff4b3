package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.wire.v1.Capability;
import io.echofield.swarmkit.wire.v1.Member;
import io.echofield.swarmkit.wire.v1.Pause;
import io.echofield.swarmkit.wire.v1.Revoke;
import io.echofield.swarmkit.wire.v1.RosterItem;
import io.echofield.swarmkit.wire.v1.WrappedKey;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Roster items as protobuf and back. Pure. */
final class RosterWire {
  static final int PUBLIC_KEY_BYTES = 32;

  /** Versions and key versions fit the core's int. */
  static final int VERSION_MAX = Integer.MAX_VALUE;

  /** Most items that one roster version may announce. */
  static final int ITEMS_MAX = 65_535;

  /** Most bytes of a wrapped swarm key. */
  static final int WRAPPED_BYTES_MAX = 256;

  private RosterWire() {}

  static RosterItem.Builder toProto(Body.RosterItem roster) {
    RosterItem.Builder proto =
        RosterItem.newBuilder().setVersion(roster.version()).setItems(roster.items());
    Body.RosterItem.Item item = roster.item();
    if (item instanceof Body.RosterItem.Member member) {
      return proto.setMember(member(member));
    }
    if (item instanceof Body.RosterItem.Revoke revoke) {
      return proto.setRevoke(revoke(revoke));
    }
    if (item instanceof Body.RosterItem.WrappedKey key) {
      return proto.setWrappedKey(
          WrappedKey.newBuilder()
              .setKeyVersion(key.keyVersion())
              .setMember(Limits.proto(key.member().bytes()))
              .setWrapped(Limits.proto(key.wrapped())));
    }
    if (item instanceof Body.RosterItem.Pause pause) {
      return proto.setPause(
          Pause.newBuilder().setVersion(pause.version()).setPaused(pause.paused()));
    }
    throw new IllegalStateException("a roster item has one of four kinds");
  }

  static Body.RosterItem fromProto(RosterItem proto) throws Refusal {
    Body.RosterItem.Item item =
        switch (proto.getItemCase()) {
          case MEMBER -> member(proto.getMember());
          case REVOKE -> revoke(proto.getRevoke());
          case WRAPPED_KEY -> wrappedKey(proto.getWrappedKey());
          case PAUSE ->
              new Body.RosterItem.Pause(
                  version(proto.getPause().getVersion(), "pause version"),
                  proto.getPause().getPaused());
          case ITEM_NOT_SET -> throw new Refusal("roster item without content");
        };
    return new Body.RosterItem(
        version(proto.getVersion(), "roster version"),
        Limits.between(proto.getItems(), 1, ITEMS_MAX, "roster items"),
        item);
  }

  private static Member.Builder member(Body.RosterItem.Member member) {
    Member.Builder proto =
        Member.newBuilder()
            .setName(member.name().text())
            .setPublicKey(Limits.proto(member.publicKey()))
            .addAllRights(member.rights())
            .setRightsEpoch(member.rightsEpoch());
    member.capabilities().forEach(capability -> proto.addCapabilities(toProto(capability)));
    return proto;
  }

  private static Revoke.Builder revoke(Body.RosterItem.Revoke revoke) {
    Revoke.Builder proto = Revoke.newBuilder().setAuthor(Limits.proto(revoke.author().bytes()));
    for (Body.RosterItem.Head head : revoke.heads()) {
      proto.addHeads(
          Revoke.Head.newBuilder()
              .setEpoch(head.epoch())
              .setSeq(Limits.uint32(head.seq(), "seq"))
              .setChain(Limits.proto(head.chain())));
    }
    return proto;
  }

  private static Body.RosterItem.Item member(Member proto) throws Refusal {
    Limits.require(NodeId.isLegal(proto.getName()), "member name illegal");
    List<io.echofield.swarmkit.core.ledger.Capability> capabilities = new ArrayList<>();
    Set<Capability> seen = EnumSet.noneOf(Capability.class);
    for (Capability capability : proto.getCapabilitiesList()) {
      capabilities.add(fromProto(capability));
      Limits.require(seen.add(capability), "a capability comes twice");
    }
    return new Body.RosterItem.Member(
        new NodeId(proto.getName()),
        Limits.exactly(proto.getPublicKey(), PUBLIC_KEY_BYTES, "public key"),
        capabilities,
        List.copyOf(proto.getRightsList()),
        proto.getRightsEpoch());
  }

  private static Body.RosterItem.Item revoke(Revoke proto) throws Refusal {
    List<Body.RosterItem.Head> heads = new ArrayList<>(proto.getHeadsCount());
    for (Revoke.Head head : proto.getHeadsList()) {
      heads.add(
          new Body.RosterItem.Head(
              head.getEpoch(),
              Limits.seq(head.getSeq()),
              Limits.exactly(head.getChain(), SwarmHash.CHAIN_BYTES, "chain")));
    }
    return new Body.RosterItem.Revoke(Limits.author(proto.getAuthor(), "revoked key id"), heads);
  }

  private static Body.RosterItem.Item wrappedKey(WrappedKey proto) throws Refusal {
    int size = proto.getWrapped().size();
    Limits.require(size >= 1 && size <= WRAPPED_BYTES_MAX, "wrapped key has a wrong length");
    return new Body.RosterItem.WrappedKey(
        version(proto.getKeyVersion(), "key version"),
        Limits.author(proto.getMember(), "member key id"),
        Limits.bytes(proto.getWrapped()));
  }

  private static int version(int field, String what) throws Refusal {
    return Limits.between(field, 1, VERSION_MAX, what);
  }

  private static Capability toProto(io.echofield.swarmkit.core.ledger.Capability capability) {
    return switch (capability) {
      case R0 -> Capability.CAPABILITY_R0;
      case R1 -> Capability.CAPABILITY_R1;
      case R2 -> Capability.CAPABILITY_R2;
      case R3 -> Capability.CAPABILITY_R3;
      case OPERATOR -> Capability.CAPABILITY_OPERATOR;
    };
  }

  private static io.echofield.swarmkit.core.ledger.Capability fromProto(Capability proto)
      throws Refusal {
    return switch (proto) {
      case CAPABILITY_R0 -> io.echofield.swarmkit.core.ledger.Capability.R0;
      case CAPABILITY_R1 -> io.echofield.swarmkit.core.ledger.Capability.R1;
      case CAPABILITY_R2 -> io.echofield.swarmkit.core.ledger.Capability.R2;
      case CAPABILITY_R3 -> io.echofield.swarmkit.core.ledger.Capability.R3;
      case CAPABILITY_OPERATOR -> io.echofield.swarmkit.core.ledger.Capability.OPERATOR;
      case CAPABILITY_UNSPECIFIED, UNRECOGNIZED -> throw new Refusal("capability unknown");
    };
  }
}
