package io.echofield.swarmkit.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthBoardTest {
  private static final long MAX_AGE = 900_000;
  private static final long KEEP_ALIVE = 10_000;
  private static final long T = 1_800_000_000_000L;

  private final HealthBoard board = new HealthBoard(MAX_AGE, KEEP_ALIVE);

  @Test
  void aPeerShowsWhatItToldWithReasonAndSince() {
    offer(1, 1, 1, T, HealthState.OK);
    offer(1, 1, 2, T + 5, HealthState.DEGRADED);
    offer(1, 1, 3, T + 9, HealthState.DEGRADED);
    PeerView view = view(1, T + 10);
    assertThat(view.label()).isEqualTo("node-1");
    assertThat(view.state()).isEqualTo(PeerState.DEGRADED);
    assertThat(view.reason()).isEqualTo("disk_pct 95 degraded");
    assertThat(view.sinceWallMillis()).isEqualTo(T + 5);
  }

  @Test
  @Shows("F-8")
  void olderStampsAreIgnoredWheneverTheyArrive() {
    offer(1, 2, 1, T, HealthState.CRITICAL);
    assertThat(offer(1, 1, 99, T + 1, HealthState.OK)).isEmpty();
    assertThat(offer(1, 2, 1, T + 1, HealthState.OK)).isEmpty();
    assertThat(view(1, T + 2).state()).isEqualTo(PeerState.CRITICAL);
    assertThat(offer(1, 3, 0, T + 3, HealthState.OK)).isPresent();
    assertThat(view(1, T + 3).state()).isEqualTo(PeerState.OK);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4})
  void anyOrderAndRepetitionOfReportsGivesTheSameNewestReport(int seed) {
    Random random = new Random(seed);
    List<Peer> told = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      HealthState state = random.nextBoolean() ? HealthState.OK : HealthState.CRITICAL;
      told.add(peer(random.nextInt(4), 1 + i / 20, i % 20, T + i, Optional.of(report(state))));
    }
    told.forEach(board::offer);
    HealthBoard other = new HealthBoard(MAX_AGE, KEEP_ALIVE);
    List<Peer> shuffled = new ArrayList<>(told);
    shuffled.addAll(told.subList(0, 30));
    Collections.shuffle(shuffled, random);
    shuffled.forEach(other::offer);
    assertThat(other.peers()).isEqualTo(board.peers());
    HealthBoard restored = new HealthBoard(MAX_AGE, KEEP_ALIVE);
    restored.restore(board.peers());
    assertThat(restored.peers()).isEqualTo(board.peers());
  }

  @Test
  void whatABeaconDoesNotTellIsKeptFromBefore() {
    offer(1, 1, 1, T, HealthState.DEGRADED);
    Peer before = board.peer(author(1)).orElseThrow();
    Peer brief = new Peer(author(1), "", Bytes.EMPTY, 1, 2, Optional.empty(), T + 50, false);
    Peer after = board.offer(brief).orElseThrow();
    assertThat(after.name()).isEqualTo("node-1");
    assertThat(after.publicKey()).isEqualTo(before.publicKey());
    assertThat(after.report()).isEqualTo(before.report());
    assertThat(after.counter()).isEqualTo(2);
    assertThat(after.heardWallMillis()).isEqualTo(T + 50);
  }

  @Test
  void anOldReportIsSilentAndComesBackWithTheNextOne() {
    offer(1, 1, 1, T, HealthState.OK);
    assertThat(view(1, T + MAX_AGE).state()).isEqualTo(PeerState.OK);
    PeerView silent = view(1, T + MAX_AGE + 1);
    assertThat(silent.state()).isEqualTo(PeerState.SILENT);
    assertThat(silent.reason()).isEqualTo("nothing heard for longer than 15 min");
    assertThat(silent.sinceWallMillis()).isEqualTo(T);
    offer(1, 1, 2, T + MAX_AGE + 2, HealthState.OK);
    assertThat(view(1, T + MAX_AGE + 3).state()).isEqualTo(PeerState.OK);
  }

  @Test
  void aClockThatJumpedBackDoesNotKeepAPeerFreshForEver() {
    offer(1, 1, 1, T, HealthState.OK);
    assertThat(view(1, T - 1_000).state()).isEqualTo(PeerState.OK);
    assertThat(view(1, T - MAX_AGE - 1).state()).isEqualTo(PeerState.SILENT);
  }

  @Test
  void aPeerWithoutAReportIsSilentUntilItTellsOne() {
    board.offer(peer(1, 1, 1, T, Optional.empty()));
    assertThat(view(1, T).state()).isEqualTo(PeerState.SILENT);
    assertThat(view(1, T).reason()).contains("told no health");
    offer(1, 1, 2, T + 1, HealthState.OK);
    assertThat(view(1, T + 1).state()).isEqualTo(PeerState.OK);
  }

  @Test
  @Shows("T-5")
  void aWillMakesSuspectThenOfflineUntilTheNextSignOfLife() {
    offer(1, 5, 1, T, HealthState.OK);
    assertThat(board.hint("node-1", 5, T + 100)).isTrue();
    assertThat(board.hint("node-1", 5, T + 200)).isFalse();
    assertThat(view(1, T + 100).state()).isEqualTo(PeerState.SUSPECT);
    assertThat(view(1, T + 100).sinceWallMillis()).isEqualTo(T + 100);
    assertThat(view(1, T + 99 + 3 * KEEP_ALIVE).state()).isEqualTo(PeerState.SUSPECT);
    PeerView offline = view(1, T + 100 + 3 * KEEP_ALIVE);
    assertThat(offline.state()).isEqualTo(PeerState.OFFLINE);
    assertThat(offline.reason()).contains("missed 3 keep-alives");
    offer(1, 5, 2, T + 60_000, HealthState.OK);
    assertThat(view(1, T + 60_000).state()).isEqualTo(PeerState.OK);
  }

  @Test
  @Shows("T-5")
  void aWillTouchesNoOtherSessionAndNoOtherName() {
    offer(1, 5, 1, T, HealthState.OK);
    assertThat(board.hint("node-1", 4, T)).isFalse();
    assertThat(board.hint("node-1", 6, T)).isFalse();
    assertThat(board.hint("node-2", 5, T)).isFalse();
    assertThat(view(1, T).state()).isEqualTo(PeerState.OK);
  }

  @Test
  void aGoodbyeIsOfflineAtOnceAndStaysSo() {
    offer(1, 1, 1, T, HealthState.OK);
    Peer goodbye = new Peer(author(1), "node-1", key(1), 1, 2, Optional.empty(), T + 7, true);
    assertThat(board.offer(goodbye)).isPresent();
    assertThat(view(1, T + 2 * MAX_AGE))
        .extracting(PeerView::state, PeerView::reason, PeerView::sinceWallMillis)
        .containsExactly(PeerState.OFFLINE, "said goodbye", T + 7);
    offer(1, 2, 1, T + 9, HealthState.OK);
    assertThat(view(1, T + 9).sinceWallMillis()).isEqualTo(T + 9);
  }

  @Test
  @Shows("C-15")
  void heardLatelyIsWhoToldItsHealthAndIsNotKnownToBeGone() {
    offer(1, 1, 1, T, HealthState.OK);
    offer(2, 1, 1, T, HealthState.DEGRADED);
    offer(3, 1, 1, T, HealthState.CRITICAL);
    offer(4, 1, 1, T - 1, HealthState.OK);
    offer(5, 1, 1, T, HealthState.OFFLINE);
    board.offer(peer(6, 1, 1, T, Optional.empty()));
    offer(7, 1, 1, T, HealthState.OK);
    board.offer(new Peer(author(7), "node-7", key(7), 1, 2, Optional.empty(), T, true));
    offer(8, 1, 1, T, HealthState.OK);
    assertThat(board.hint("node-8", 1, T)).isTrue();
    assertThat(board.present(T + MAX_AGE)).containsExactly(author(1), author(2), author(3));
  }

  @Test
  void expectedPeersAreListedAsSilentUntilHeard() {
    board.expect(List.of(new NodeId("node-1"), new NodeId("node-0")), T);
    board.expect(List.of(new NodeId("node-1")), T + 5);
    assertThat(board.views(T + 9))
        .extracting(PeerView::label, PeerView::state, PeerView::sinceWallMillis)
        .containsExactly(
            tuple("node-0", PeerState.SILENT, T), tuple("node-1", PeerState.SILENT, T));
    offer(1, 1, 1, T + 10, HealthState.OK);
    offer(7, 1, 1, T + 10, HealthState.OK);
    assertThat(board.views(T + 10))
        .extracting(PeerView::label)
        .containsExactly("node-0", "node-1", "node-7");
    assertThat(board.views(T + 10).get(1).peer()).isPresent();
    board.forget(author(1));
    assertThat(board.views(T + 11).get(1).peer()).isEmpty();
  }

  @Test
  @Shows("I-2")
  void twoKeysThatClaimOneNameAreBothShown() {
    board.offer(named(1, "twin"));
    assertThat(board.views(T).get(0).label()).isEqualTo("twin");
    board.offer(named(2, "twin"));
    assertThat(board.views(T))
        .extracting(PeerView::label)
        .containsExactly("twin (key 0000..)", "twin (key 0000..)");
    Peer renamed = new Peer(author(2), "other", key(2), 2, 1, Optional.empty(), T, false);
    assertThat(board.offer(renamed)).isPresent();
    assertThat(board.views(T)).extracting(PeerView::label).containsExactly("other", "twin");
  }

  @Test
  void aFullBoardRefusesNewPeersAndKeepsTheOld() {
    for (int i = 0; i < HealthBoard.PEERS_MAX; i++) {
      offer(i, 1, 1, T, HealthState.OK);
    }
    assertThat(offer(HealthBoard.PEERS_MAX, 1, 1, T, HealthState.OK)).isEmpty();
    assertThat(board.refused()).isEqualTo(1);
    assertThat(offer(3, 1, 2, T, HealthState.OK)).isPresent();
    assertThat(board.views(T)).hasSize(HealthBoard.PEERS_MAX);
  }

  private Optional<Peer> offer(int node, long session, long counter, long at, HealthState state) {
    return board.offer(peer(node, session, counter, at, Optional.of(report(state))));
  }

  private PeerView view(int node, long now) {
    return board.view(author(node), now).orElseThrow();
  }

  private static Peer named(int node, String name) {
    return new Peer(author(node), name, key(node), 1, 1, Optional.empty(), T, false);
  }

  private static Peer peer(
      int node, long session, long counter, long at, Optional<HealthReport> report) {
    return new Peer(author(node), "node-" + node, key(node), session, counter, report, at, false);
  }

  private static HealthReport report(HealthState state) {
    List<Reading> readings =
        List.of(new Reading("disk_pct", 95_000, state), new Reading("load1", 10, HealthState.OK));
    return new HealthReport(state, 80, HybridTime.ofWall(T), readings, 1, 0, 0, 0, 0);
  }

  private static Author author(int node) {
    return new Author(key(node).slice(26, 32));
  }

  private static Bytes key(int node) {
    return Bytes.ofHex(String.format("%064x", node));
  }
}
