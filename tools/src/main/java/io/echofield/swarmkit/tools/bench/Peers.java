package io.echofield.swarmkit.tools.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Programs of peers that are ready for one task, and the peers that cannot run here. One thread.
 */
final class Peers {
  static final String YJS = "yjs";
  static final String AUTOMERGE = "automerge";
  static final String LORO = "loro";

  private final Map<String, PeerProcess> ready = new LinkedHashMap<>();
  private final Map<String, String> missing = new LinkedHashMap<>();

  /**
   * Starts them one after the other.
   *
   * @throws IOException if a program that is there breaks
   */
  static Peers start(PeerPrograms programs, List<String> sides, String task, Path... files)
      throws IOException, InterruptedException {
    Peers peers = new Peers();
    boolean started = false;
    try {
      Path folder = programs.ready();
      for (String side : sides) {
        peers.ready.put(side, PeerProcess.start(folder, side, task, files));
      }
      started = true;
    } catch (PeerPrograms.MissingException e) {
      started = true;
      sides.forEach(side -> peers.missing.put(side, e.getMessage()));
    } finally {
      if (!started) {
        for (PeerProcess process : peers.ready.values()) {
          process.close();
        }
      }
    }
    return peers;
  }

  /** Writes steps into a file for the programs. */
  static Path workload(Path folder, String name, List<TaskLoad.Step> steps) throws IOException {
    return Files.write(folder.resolve(name + ".jsonl"), TaskLoad.json(steps));
  }

  /** Those that run here, by side. */
  Map<String, PeerProcess> ready() {
    return ready;
  }

  /** Why the others do not. */
  Map<String, String> missing() {
    return missing;
  }

  Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    ready.forEach((side, process) -> versions.put(side, process.version()));
    return versions;
  }

  List<AutoCloseable> helpers() {
    return new ArrayList<>(ready.values());
  }

  /** Whether all of these run here. */
  boolean has(String... sides) {
    return List.of(sides).stream().allMatch(ready::containsKey);
  }
}
