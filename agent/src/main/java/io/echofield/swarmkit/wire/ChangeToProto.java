package io.echofield.swarmkit.wire;

import com.google.protobuf.ByteString;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.wire.v1.Append;
import io.echofield.swarmkit.wire.v1.Change;
import io.echofield.swarmkit.wire.v1.Counter;
import io.echofield.swarmkit.wire.v1.Cursor;
import io.echofield.swarmkit.wire.v1.Due;
import io.echofield.swarmkit.wire.v1.LiveOf;
import io.echofield.swarmkit.wire.v1.StoredLive;

/** One write as a change of the journal. Pure. */
final class ChangeToProto implements Write.Visitor<Change> {
  @Override
  public Change append(Write.Append append) {
    return Change.newBuilder()
        .setAppend(
            Append.newBuilder()
                .setCanonical(Limits.proto(append.stored().entry().canonical()))
                .setArrival(append.stored().arrival())
                .setProven(append.stored().proven()))
        .build();
  }

  @Override
  public Change live(Write.Live live) {
    byte[] ids = new byte[live.entries().size() * EntryId.BYTES];
    for (int i = 0; i < live.entries().size(); i++) {
      live.entries().get(i).bytes().copyTo(ids, i * EntryId.BYTES);
    }
    return Change.newBuilder()
        .setLive(
            LiveOf.newBuilder()
                .setTask(Limits.proto(live.task().bytes()))
                .setEntries(ByteString.copyFrom(ids)))
        .build();
  }

  @Override
  public Change log(Write.Log log) {
    return Change.newBuilder().setLog(StateWire.toProto(log.state())).build();
  }

  @Override
  public Change digest(Write.Digest digest) {
    return Change.newBuilder()
        .setDigest(
            StoredLive.newBuilder()
                .setCount(digest.live().count())
                .setSum(Limits.proto(digest.live().sum().bytes())))
        .build();
  }

  @Override
  public Change due(Write.Due due) {
    return Change.newBuilder()
        .setDue(Due.newBuilder().setTask(Limits.proto(due.task().bytes())).setDue(due.due()))
        .build();
  }

  @Override
  public Change cursor(Write.Cursor cursor) {
    return Change.newBuilder()
        .setCursor(Cursor.newBuilder().setLink(cursor.link().text()).setArrival(cursor.arrival()))
        .build();
  }

  @Override
  public Change putPeer(Write.PutPeer putPeer) {
    return Change.newBuilder().setPutPeer(StateWire.toProto(putPeer.peer())).build();
  }

  @Override
  public Change forgetPeer(Write.ForgetPeer forgetPeer) {
    return Change.newBuilder().setForgetPeer(Limits.proto(forgetPeer.author().bytes())).build();
  }

  @Override
  public Change counter(Write.Counter counter) {
    return Change.newBuilder()
        .setCounter(Counter.newBuilder().setName(name(counter.name())).setValue(counter.value()))
        .build();
  }

  private static Counter.Name name(Write.Counter.Name name) {
    return switch (name) {
      case SESSION -> Counter.Name.NAME_SESSION;
      case EPOCH -> Counter.Name.NAME_EPOCH;
      case HYBRID_TIME -> Counter.Name.NAME_HYBRID_TIME;
      case ROSTER_VERSION -> Counter.Name.NAME_ROSTER_VERSION;
      case OWN_SEQ -> Counter.Name.NAME_OWN_SEQ;
      case NONCE -> Counter.Name.NAME_NONCE;
      case NONCE_BEFORE -> Counter.Name.NAME_NONCE_BEFORE;
    };
  }
}
