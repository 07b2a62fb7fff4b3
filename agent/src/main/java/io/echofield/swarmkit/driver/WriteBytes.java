package io.echofield.swarmkit.driver;

import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.node.Write;
import java.util.List;

/**
 * How many bytes writes take in a journal at most, told without encoding them. WriteBytesTest
 * compares it with the real encoding. Pure.
 */
final class WriteBytes implements Write.Visitor<Long> {
  private static final WriteBytes INSTANCE = new WriteBytes();

  private static final long FRAME_BYTES = 64;
  private static final long ID_BYTES = 40;
  private static final long RANGE_BYTES = 24;
  private static final long PROOF_BYTES = 192;
  private static final long PEER_BYTES = 256;
  private static final long READING_BYTES = 64;

  private WriteBytes() {}

  static long of(List<Write> writes) {
    long bytes = 0;
    for (Write write : writes) {
      bytes += FRAME_BYTES + write.accept(INSTANCE);
    }
    return bytes;
  }

  @Override
  public Long append(Write.Append append) {
    return (long) append.stored().entry().canonical().size();
  }

  @Override
  public Long live(Write.Live live) {
    return ID_BYTES * live.entries().size();
  }

  @Override
  public Long log(Write.Log log) {
    LogState state = log.state();
    boolean two = state.proof().isPresent() && !state.proof().equals(state.signature());
    return (two ? 2 : 1) * PROOF_BYTES + ID_BYTES + RANGE_BYTES * state.held().ranges().size();
  }

  @Override
  public Long digest(Write.Digest digest) {
    return ID_BYTES;
  }

  @Override
  public Long due(Write.Due due) {
    return ID_BYTES;
  }

  @Override
  public Long cursor(Write.Cursor cursor) {
    return ID_BYTES;
  }

  @Override
  public Long putPeer(Write.PutPeer put) {
    int readings = put.peer().report().map(HealthReport::readings).map(List::size).orElse(0);
    return PEER_BYTES + READING_BYTES * readings;
  }

  @Override
  public Long forgetPeer(Write.ForgetPeer forget) {
    return ID_BYTES;
  }

  @Override
  public Long counter(Write.Counter counter) {
    return ID_BYTES;
  }
}
