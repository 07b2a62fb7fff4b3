package io.echofield.swarmkit.core.node;

import static io.echofield.swarmkit.core.node.SwarmTasks.MINUTE;
import static io.echofield.swarmkit.core.node.SwarmTasks.addAny;
import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.health.HealthBoard;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.Frame;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.lab.swarm.SwarmWatcher;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.testkit.Shows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which frames nodes sign, and what an unsigned or nameless one is good for. */
class SignedFramesTest {
  private static final Bytes FRAME_KEY = Bytes.copyOf(new byte[32]);

  /** Beacons so seldom that a lease lasts from one status by radio to the next ones. */
  private final VirtualSwarm swarm =
      new VirtualSwarm(new VirtualSettings(1, false, ToyKeys.RING, 15 * MINUTE, MINUTE / 2, false));

  private final List<Frame> frames = new ArrayList<>();

  @Test
  @Shows("F-17")
  void onALanEveryBeaconIsSignedAndNothingElse() {
    VirtualNode node = begin(VirtualSwarm.LAN);
    node.add(swarm.node(1), "noop");
    swarm.run(30 * MINUTE);
    node.goodbye();
    assertThat(frames).hasSizeGreaterThan(100);
    assertThat(frames)
        .allMatch(frame -> signed(frame) == (frame.message() instanceof Message.Beacon));
  }

  @Test
  @Shows("F-17")
  void byRadioABeaconWithLeasesOrAGoodbyeIsSigned() {
    VirtualNode node = begin(LinkLimits.radio(200, 60));
    swarm.nodes().forEach(any -> any.remedyMillis = 60 * MINUTE);
    swarm.run(60 * MINUTE);
    addAny(node, "noop");
    swarm.run(60 * MINUTE);
    node.goodbye();
    List<Message.Beacon> signed = beacons(true);
    assertThat(signed).anyMatch(beacon -> !beacon.leases().isEmpty());
    assertThat(signed).anyMatch(Message.Beacon::goodbye);
    assertThat(signed).allMatch(beacon -> !beacon.leases().isEmpty() || beacon.goodbye());
    assertThat(beacons(false)).hasSizeGreaterThan(10);
    assertThat(beacons(false)).allMatch(beacon -> beacon.leases().isEmpty() && !beacon.goodbye());
  }

  @Test
  @Shows("F-9")
  void aGoodbyeCountsIfItsSenderSignedIt() {
    VirtualNode node = begin(VirtualSwarm.LAN);
    VirtualNode peer = swarm.node(1);
    HealthBoard board = node.core().board();
    Signer forger = ToyKeys.of("attacker").forging(peer.author());
    goodbye(node, peer, 1_000, Optional.empty());
    assertThat(board.peer(peer.author()).orElseThrow().counter())
        .as("the rest of the frame counts")
        .isEqualTo(1_000);
    goodbye(node, peer, 1_001, Optional.of(forger));
    assertThat(board.peer(peer.author()).orElseThrow().goodbye()).isFalse();
    goodbye(node, peer, 1_002, Optional.of(peer.keys()));
    assertThat(board.peer(peer.author()).orElseThrow().goodbye()).isTrue();
  }

  /** The bodies are empty messages, which are read. */
  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "1a00, beacon without sender",
    "2200, heads without sender",
    "6200, heads without sender",
    "4200, ranges without sender",
    "4a00, want without sender"
  })
  @Shows({"F-3", "F-18"})
  void whatNeedsASenderIsRefusedWithoutOneAndCounted(String body, String reason) {
    VirtualNode node = begin(VirtualSwarm.LAN);
    VirtualCell cell = swarm.cell(0);
    Bytes covered = Bytes.ofHex("0801" + body);
    assertThat(node.core().rejections().counts()).isEmpty();
    node.received(cell, Channel.SYNC, swarm.node(1).id(), false, withMac(covered));
    assertThat(node.core().rejections().counts()).containsOnlyKeys(reason).containsValue(1L);
    node.received(cell, Channel.DELTA, swarm.node(1).id(), false, withMac(Bytes.ofHex("08013a00")));
    assertThat(node.core().rejections().counts()).as("entries need none").containsOnlyKeys(reason);
  }

  /** Two nodes on one link. */
  private VirtualNode begin(LinkLimits limits) {
    VirtualCell cell = swarm.cell("link", limits);
    VirtualNode node = swarm.node(cell);
    swarm.node(cell);
    swarm.startAll();
    swarm.run(MINUTE);
    swarm.watch(
        new SwarmWatcher() {
          @Override
          public void sent(
              VirtualNode sender, VirtualCell over, Channel channel, int slot, Bytes frame) {
            frames.add(swarm.decode(frame).fold(f -> f, reason -> failed(reason)));
          }
        });
    return node;
  }

  private static Frame failed(String reason) {
    throw new IllegalStateException(reason);
  }

  private static boolean signed(Frame frame) {
    return !frame.signature().isEmpty();
  }

  private List<Message.Beacon> beacons(boolean signed) {
    return frames.stream()
        .filter(frame -> signed(frame) == signed)
        .map(Frame::message)
        .filter(Message.Beacon.class::isInstance)
        .map(Message.Beacon.class::cast)
        .toList();
  }

  private void goodbye(VirtualNode to, VirtualNode from, long counter, Optional<Signer> signer) {
    Message beacon =
        new Message.Beacon(
            new Message.Stamp(from.core().session(), counter),
            0,
            0,
            0,
            0,
            1,
            0,
            false,
            List.of(),
            Optional.empty(),
            from.id().text(),
            Bytes.EMPTY,
            true);
    Bytes frame = swarm.frames(from.author()).encode(beacon, signer);
    to.received(swarm.cell(0), Channel.BEACON, from.id(), false, frame);
  }

  /** As any member sends it. */
  private Bytes withMac(Bytes covered) {
    long mac = swarm.parts().hash().frameMac(FRAME_KEY, covered);
    byte[] field = new byte[9];
    field[0] = 0x79;
    for (int i = 0; i < 8; i++) {
      field[1 + i] = (byte) (mac >>> (8 * i));
    }
    return covered.concat(Bytes.copyOf(field));
  }
}
