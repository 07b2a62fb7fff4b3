package io.echofield.swarmkit.store.mapdb;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.node.Write;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which key of the state table a write replaces: one letter for the kind, then what it is about.
 * Entries and live lists have tables of their own, hence none.
 */
final class StateKeys implements Write.Visitor<Optional<Bytes>> {
  static final StateKeys INSTANCE = new StateKeys();

  private StateKeys() {}

  @Override
  public Optional<Bytes> append(Write.Append append) {
    return Optional.empty();
  }

  @Override
  public Optional<Bytes> live(Write.Live live) {
    return Optional.empty();
  }

  @Override
  public Optional<Bytes> log(Write.Log log) {
    LogId id = log.state().log();
    byte[] epoch = ByteBuffer.allocate(Integer.BYTES).putInt(id.epoch()).array();
    return key('l', id.author().bytes().concat(Bytes.copyOf(epoch)));
  }

  @Override
  public Optional<Bytes> digest(Write.Digest digest) {
    return key('v', Bytes.EMPTY);
  }

  @Override
  public Optional<Bytes> due(Write.Due due) {
    return key('d', due.task().bytes());
  }

  @Override
  public Optional<Bytes> cursor(Write.Cursor cursor) {
    return key('o', text(cursor.link().text()));
  }

  @Override
  public Optional<Bytes> putPeer(Write.PutPeer putPeer) {
    return key('p', putPeer.peer().author().bytes());
  }

  @Override
  public Optional<Bytes> forgetPeer(Write.ForgetPeer forgetPeer) {
    return key('p', forgetPeer.author().bytes());
  }

  @Override
  public Optional<Bytes> counter(Write.Counter counter) {
    return key('n', text(counter.name().name()));
  }

  private static Optional<Bytes> key(char kind, Bytes about) {
    return Optional.of(Bytes.copyOf(new byte[] {(byte) kind}).concat(about));
  }

  private static Bytes text(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
