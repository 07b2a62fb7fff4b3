package io.echofield.swarmkit.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a node says on a LAN what it holds, what it leaves unsaid, and the signatures in it. */
class HeadTimesTest {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;

  /** So seldom that no beacon comes in between. */
  private static final long SELDOM_MILLIS = 10 * MINUTE;

  private static final long NEVER_MILLIS = 86_400_000;
  private static final int FEW = LinkSession.SMALL_GROUP;
  private static final int MANY = LinkSession.SMALL_GROUP + 1;
  private static final LogId LOG = Cancels.log(7);

  private final Overheard said = new Overheard();
  private List<Stranger> others;
  private VirtualSwarm swarm;
  private VirtualCell cell;
  private VirtualNode node;
  private long brought;

  @Test
  @Shows("X-32")
  void atOnceWhenTheLinkComesUp() {
    begin(MANY);
    node.cut(cell);
    swarm.run(MINUTE);
    begin();
    node.heal(cell);
    assertThat(heads()).containsExactly(0L);
  }

  /** The signature of what it wrote is a change too, and 500 ms after the last one is too soon. */
  @ParameterizedTest(name = "{0} others")
  @ValueSource(ints = {0, FEW, MANY})
  @Shows("X-32")
  void atOnceAfterAChangeThatItAloneKnows(int heard) {
    begin(heard);
    write();
    swarm.run(20 * SECOND);
    assertThat(heads()).containsExactly(0L, 500L);
  }

  @Test
  @Shows("X-32")
  void amongAFewAtOnceAfterWhatAllHeard() {
    begin(FEW);
    bring();
    swarm.run(200);
    bring();
    swarm.run(20 * SECOND);
    assertThat(heads()).containsExactly(0L, 500L);
  }

  @Test
  @Shows("X-32")
  void amongManySomeTimeAfterWhatAllHeardAndSeldom() {
    begin(MANY);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      begin();
      bring();
      swarm.run(MINUTE);
      assertThat(heads()).hasSize(1);
      waits.add(heads().get(0));
    }
    assertThat(waits).allMatch(wait -> wait >= 0 && wait <= 7_500);
    assertThat(waits).as("few are early").filteredOn(wait -> wait > 3_750).hasSizeGreaterThan(10);
    begin();
    bring();
    assertThat(swarm.runUntil(() -> !heads().isEmpty(), MINUTE)).isNotNegative();
    begin();
    bring();
    swarm.run(MINUTE);
    assertThat(heads().get(0)).isBetween(15 * SECOND, 15 * SECOND + 7_500);
  }

  @Test
  @Shows("X-32")
  void amongAFewAsAnAnswerWithinHalfASecondAndTwoSecondsAfterTheLast() {
    begin(FEW);
    for (int i = 0; i < 20; i++) {
      assertThat(untilAnswer()).isBetween(0L, 500L);
      assertThat(untilAnswer()).isEqualTo(2 * SECOND);
      swarm.run(10 * SECOND);
    }
  }

  @Test
  @Shows("X-32")
  void amongManyAsAnAnswerHalfASecondLater() {
    begin(MANY);
    for (int i = 0; i < 20; i++) {
      assertThat(untilAnswer()).isBetween(500L, 1_250L);
      assertThat(untilAnswer()).isEqualTo(2 * SECOND);
      swarm.run(10 * SECOND);
    }
  }

  @Test
  @Shows("X-33")
  void amongManyAnAnswerThatAnotherGaveIsLeftOut() {
    begin(MANY);
    others.get(0).differs();
    others.get(1).says(Channel.SYNC, allThatIsHeld());
    swarm.run(20 * SECOND);
    assertThat(heads()).isEmpty();
    bring();
    others.get(1).says(Channel.HEAD, new Message.Head(allThatIsHeld(), List.of()));
    swarm.run(MINUTE);
    assertThat(heads()).as("what all heard").isEmpty();
  }

  @Test
  @Shows("X-33")
  void notIfTheOtherToldLess() {
    begin(MANY);
    others.get(0).differs();
    Message.Heads all = allThatIsHeld();
    List<Message.Heads.Item> less = all.items().subList(1, all.items().size());
    others.get(1).says(Channel.SYNC, heads(less));
    swarm.run(20 * SECOND);
    assertThat(heads()).hasSize(1);
  }

  @Test
  @Shows("X-33")
  void notIfItAloneKnowsOfAChange() {
    begin(MANY);
    write();
    swarm.run(200);
    others.get(1).says(Channel.SYNC, allThatIsHeld());
    swarm.run(20 * SECOND);
    assertThat(heads()).containsExactly(0L, 500L);
  }

  @Test
  @Shows("X-33")
  void amongAFewNothingIsLeftOut() {
    begin(FEW);
    others.get(0).differs();
    others.get(1).says(Channel.SYNC, allThatIsHeld());
    swarm.run(20 * SECOND);
    assertThat(heads()).hasSize(1);
  }

  @Test
  @Shows("X-34")
  void itHasFourSignaturesOfOwnLogsAtMost() {
    Message.Head head = headOfOwnLogs(VirtualSwarm.LAN, 6);
    assertThat(head.heads().items()).as("and the roster").hasSize(7);
    assertThat(head.signatures()).hasSize(4);
    for (HeadSig signature : head.signatures()) {
      assertThat(signature.log().author()).isEqualTo(node.author());
      assertThat(node.core().ledger().log(signature.log()).signature()).contains(signature);
    }
    assertThat(head.signatures()).extracting(HeadSig::log).doesNotHaveDuplicates();
  }

  @Test
  @Shows("X-34")
  void inASmallFrameItHasAsManyAsFit() {
    Message.Head head = headOfOwnLogs(new LinkLimits(600, true, 262_144), 3);
    assertThat(head.heads().items()).as("and the roster").hasSize(4);
    assertThat(head.signatures()).hasSize(1);
  }

  /** What a node that began so many logs says when its link comes up. */
  private Message.Head headOfOwnLogs(LinkLimits limits, int logs) {
    swarm = VirtualSwarm.closed(1);
    cell = swarm.cell("lan", limits);
    node = swarm.node(cell);
    node.start();
    for (int i = 1; i < logs; i++) {
      write();
      swarm.run(SECOND);
      node.crash();
      node.loseRecord();
      node.start();
    }
    write();
    swarm.run(MINUTE);
    node.cut(cell);
    swarm.watch(said);
    node.heal(cell);
    return said.of(Message.Head.class).get(0);
  }

  /** A node that hears so many others, has a log of its own, and rests. */
  private void begin(int heard) {
    swarm =
        new VirtualSwarm(
            new VirtualSettings(1, false, ToyKeys.RING, SELDOM_MILLIS, NEVER_MILLIS, false));
    cell = swarm.cell("lan");
    node = swarm.node(cell);
    node.start();
    write();
    swarm.run(MINUTE);
    others = Stranger.heard(node, cell, heard);
    swarm.run(MINUTE);
    swarm.watch(said);
    begin();
  }

  private void begin() {
    said.begin(swarm);
  }

  private void write() {
    assertThat(node.add(node, "wait")).isPresent();
  }

  /** Something comes over the link: everybody heard it. */
  private void bring() {
    others.get(0).brings(List.of(Cancels.at(LOG, ++brought, "heard by all")));
  }

  /** How long after a beacon that differs HEAD comes. */
  private long untilAnswer() {
    begin();
    others.get(0).differs();
    assertThat(swarm.runUntil(() -> !heads().isEmpty(), MINUTE)).isNotNegative();
    return heads().get(0);
  }

  private Message.Heads allThatIsHeld() {
    return heads(node.core().ledger().logs().values().stream().map(HeadsIndex::item).toList());
  }

  private Message.Heads heads(List<Message.Heads.Item> items) {
    return new Message.Heads(items, others.get(1).next(), Bytes.EMPTY, Bytes.EMPTY, true);
  }

  private List<Long> heads() {
    return said.waits(Channel.HEAD);
  }
}
