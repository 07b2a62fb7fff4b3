package io.echofield.swarmkit.link.drop;

import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The folders of all other nodes of the swarm. One thread at a time. */
final class Neighbours {
  /** Nodes whose files are read; of more, those that are listed first. */
  static final int NODES_MAX = 4_096;

  private final Path root;
  private final NodeId self;
  private final PeerFolder.Sink sink;
  private final LongSupplier wallMillis;

  // While the process lives
  private final PeerFolder own;
  // While the process lives; only what is in the folder now.
  private final Map<NodeId, PeerFolder> peers = new TreeMap<>();
  private final Set<String> refused = new HashSet<>();

  Neighbours(Path root, NodeId self, PeerFolder.Sink sink, LongSupplier wallMillis) {
    this.root = root;
    this.self = self;
    this.sink = sink;
    this.wallMillis = wallMillis;
    this.own = new PeerFolder(root.resolve(self.text()), self, sink, wallMillis);
  }

  /** The folder has just come: what is in it was kept for us, our own last word first. */
  void readOwn() throws IOException {
    peers.values().forEach(PeerFolder::forgetKept);
    own.forgetKept();
    own.readOwn(List.of(Channel.BEACON, Channel.HEAD), true);
  }

  /**
   * Reads what is new, node by node; false: the node has no room, come again soon. A beacon in our
   * own name is read too: only the node can tell that another process wrote it.
   */
  boolean read(boolean retained) throws IOException {
    own.readOwn(List.of(Channel.BEACON), retained);
    list();
    for (PeerFolder peer : peers.values()) {
      if (!peer.read(retained)) {
        return false;
      }
    }
    return true;
  }

  /** Entries that were refused and are still there. */
  long refusedEntries() {
    return refused.size() + peers.values().stream().mapToLong(PeerFolder::refusedFiles).sum();
  }

  private void list() throws IOException {
    Set<NodeId> present = new HashSet<>();
    Set<String> bad = new HashSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (name.startsWith(FileNames.HIDDEN) || name.equals(self.text())) {
          continue;
        }
        if (present.size() + bad.size() >= NODES_MAX) {
          bad.add("");
          break;
        }
        boolean legal = NodeId.isLegal(name) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
        if (legal) {
          present.add(new NodeId(name));
        } else {
          bad.add(name);
        }
      }
    }
    peers.keySet().retainAll(present);
    present.forEach(
        node ->
            peers.computeIfAbsent(
                node, any -> new PeerFolder(root.resolve(node.text()), node, sink, wallMillis)));
    refused.retainAll(bad);
    bad.stream().filter(refused::add).forEach(this::complain);
  }

  private void complain(String name) {
    if (name.isEmpty()) {
      sink.refuse("the folder", "has more than " + NODES_MAX + " entries");
    } else {
      sink.refuse(name, "is not the folder of a node");
    }
  }
}
