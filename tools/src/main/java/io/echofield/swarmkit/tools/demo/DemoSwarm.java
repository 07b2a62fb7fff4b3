package io.echofield.swarmkit.tools.demo;

import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.ledger.Body.RosterItem.Member;
import io.echofield.swarmkit.core.ledger.Capability;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.security.KeyCeremony;
import io.echofield.swarmkit.security.KeyException;
import io.echofield.swarmkit.security.NewSwarm;
import io.echofield.swarmkit.security.NodeKeyFile;
import io.echofield.swarmkit.wire.EntryWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The demo's swarm: a temporary folder, keys that are thrown away, agents as processes, and a cable
 * before the last one.
 *
 * <p>{@link #close} leaves no process and no file behind; it may be called twice, and from another
 * thread.
 */
final class DemoSwarm implements AutoCloseable {
  static final String SWARM = "swarm";
  private static final long STOP_MILLIS_MAX = 10_000;

  /** Short, so that a demo is. */
  private static final List<String> INTERVALS =
      List.of("--health-interval", "2s", "--sync-interval", "1s");

  // fixed
  private final Path folder;
  private final List<DemoNode> nodes = new ArrayList<>();
  private final List<String> program;

  // while it runs
  private volatile Cable cable;

  DemoSwarm(int count, DemoNode.AgentFinder finder) throws DemoException {
    program = DemoNode.program();
    try {
      folder = Files.createTempDirectory("echofield-demo-");
    } catch (IOException e) {
      throw new DemoException("cannot make a temporary folder: " + e.getMessage(), e);
    }
    for (int i = 0; i < count; i++) {
      nodes.add(new DemoNode("demo-" + (char) ('a' + i), folder, finder));
    }
  }

  List<DemoNode> nodes() {
    return nodes;
  }

  DemoNode first() {
    return nodes.get(0);
  }

  /** The one that is cut off. */
  DemoNode last() {
    return nodes.get(nodes.size() - 1);
  }

  Path folder() {
    return folder;
  }

  /**
   * Makes a swarm key, an authority and a key for each node, and puts them into the data folders
   * with a roster that lets every member cause harmless actions on every other. The authority is
   * not kept.
   */
  void makeKeys() throws DemoException {
    SecureRandom random = new SecureRandom();
    try {
      List<Member> members = new ArrayList<>();
      for (DemoNode node : nodes) {
        members.add(
            new Member(
                new NodeId(node.name()),
                NodeKeyFile.loadOrCreate(keys(node), random).publicKey(),
                List.of(Capability.R0, Capability.R1),
                List.of(),
                0));
      }
      KeyCeremony ceremony =
          new KeyCeremony(random, swarmId -> new EntryWire(new SwarmHash(swarmId)));
      NewSwarm swarm = ceremony.make(SWARM, members, HybridTime.ofWall(System.currentTimeMillis()));
      for (DemoNode node : nodes) {
        swarm.install(keys(node));
      }
    } catch (KeyException e) {
      throw new DemoException("cannot make keys: " + e.getMessage(), e);
    }
  }

  void startFirst() throws DemoException {
    List<String> flags = new ArrayList<>(INTERVALS);
    flags.addAll(List.of("--swarm", SWARM, "--broker"));
    start(first(), flags);
  }

  /** Starts the others: the last one through the cable, the rest straight. */
  void startOthers(int brokerPort) throws DemoException {
    try {
      cable = Cable.to(brokerPort);
    } catch (IOException e) {
      throw new DemoException("cannot lay a cable: " + e.getMessage(), e);
    }
    for (DemoNode node : nodes.subList(1, nodes.size())) {
      int port = node == last() ? cable.port() : brokerPort;
      List<String> flags = new ArrayList<>(INTERVALS);
      flags.addAll(List.of("--swarm", SWARM, "--link", "mqtt://127.0.0.1:" + port + "?swarm=true"));
      start(node, flags);
    }
  }

  void cut() {
    cable.cut();
  }

  void heal() throws DemoException {
    try {
      cable.heal();
    } catch (IOException e) {
      throw new DemoException("cannot heal the cable: " + e.getMessage(), e);
    }
  }

  List<Photo> photos() throws DemoException {
    List<Photo> photos = new ArrayList<>();
    for (DemoNode node : nodes) {
      photos.add(node.photo());
    }
    return photos;
  }

  @Override
  public synchronized void close() {
    // The one with the broker last: the others can say goodbye.
    for (int i = nodes.size() - 1; i >= 0; i--) {
      nodes.get(i).askToStop();
      if (i == 1) {
        nodes.subList(1, nodes.size()).forEach(node -> node.awaitStopped(STOP_MILLIS_MAX));
      }
    }
    first().awaitStopped(STOP_MILLIS_MAX);
    if (cable != null) {
      cable.close();
    }
    delete(folder);
  }

  private void start(DemoNode node, List<String> flags) throws DemoException {
    try {
      node.start(program, flags);
    } catch (IOException e) {
      throw new DemoException("cannot start " + node.name() + ": " + e.getMessage(), e);
    }
  }

  private static Path keys(DemoNode node) {
    return node.dataDir().resolve("keys");
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the demo's folder " + folder, e);
    }
  }
}
