package io.echofield.swarmkit.link.drop;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.link.drop.FileNames.Kept;
import io.echofield.swarmkit.link.drop.FrameFile.Frame;
import io.echofield.swarmkit.testkit.Shows;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingTest {
  private static final Kept BEACON = new Kept(Channel.BEACON, 0);
  private static final Bytes ONE = Bytes.ofHex("01");
  private static final Bytes TWO = Bytes.ofHex("02");
  private final Pending pending = new Pending();

  @Test
  void onlyTheNewestOfARetainedPlaceWaits() {
    assertThat(pending.offer(BEACON, ONE)).isTrue();
    assertThat(pending.offer(BEACON, TWO)).isTrue();
    assertThat(pending.kept()).containsOnly(java.util.Map.entry(BEACON, TWO));
    pending.written(BEACON, ONE);
    assertThat(pending.isEmpty()).as("the newer one still waits").isFalse();
    pending.written(BEACON, TWO);
    assertThat(pending.isEmpty()).isTrue();
  }

  @Test
  @Shows("W-1")
  void framesLeaveInOrderInBatchesThatFitOneFile() {
    Bytes large = Bytes.copyOf(new byte[48 * 1024]);
    for (int i = 0; i < 30; i++) {
      assertThat(pending.offer(new Frame(Channel.DELTA, large))).isTrue();
    }
    List<Frame> batch = pending.nextBatch();
    assertThat(FrameFile.encode(batch).length)
        .isBetween(FrameFile.FILE_BYTES_MAX - 50 * 1024, FrameFile.FILE_BYTES_MAX);
    pending.written(batch);
    assertThat(pending.nextBatch()).hasSize(30 - batch.size());
  }

  @Test
  @Shows("X-31")
  void aBurstIsAQuarterOfWhatMayWait() {
    assertThat(DropLink.BURST_BYTES).isEqualTo(512 * 1_024).isEqualTo(Pending.BYTES_MAX / 4);
  }

  @Test
  void whatDoesNotFitIsNotTaken() {
    Bytes large = Bytes.copyOf(new byte[48 * 1024]);
    int taken = 0;
    while (pending.offer(new Frame(Channel.DELTA, large))) {
      taken++;
    }
    assertThat(taken).isEqualTo(Pending.BYTES_MAX / large.size());
    assertThat(pending.dropFrames()).isEqualTo(taken);
    assertThat(pending.isEmpty()).isTrue();
    for (int i = 0; i < Pending.FRAMES_MAX; i++) {
      assertThat(pending.offer(new Frame(Channel.SYNC, Bytes.EMPTY))).isTrue();
    }
    assertThat(pending.offer(new Frame(Channel.SYNC, Bytes.EMPTY))).isFalse();
  }
}
