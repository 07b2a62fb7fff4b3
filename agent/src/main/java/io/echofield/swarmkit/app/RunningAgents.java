package io.echofield.swarmkit.app;

import com.fasterxml.jackson.jr.ob.JSON;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The agents of this user that run on this machine, one private file (0600) for each, so that the
 * command line finds them.
 *
 * <p>In {@code $XDG_RUNTIME_DIR/echofield} where that is there, else in {@code
 * ~/.local/state/echofield}; read in both, since a cron job has no such variable. An entry whose
 * process is gone does not count and is removed. Any thread.
 */
public final class RunningAgents {
  /** More files of one folder are not looked at. */
  static final int ENTRIES_MAX = 1_000;

  private static final int FILE_BYTES_MAX = 16_384;
  private static final String SUFFIX = ".json";
  private static final Comparator<RunningAgent> ORDER =
      Comparator.comparing(RunningAgent::node).thenComparing(RunningAgent::dataDir);

  private final List<Path> folders;

  private RunningAgents(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /** Those of the user of these surroundings. */
  public static RunningAgents of(Surroundings surroundings) {
    List<Path> folders = new ArrayList<>();
    surroundings
        .variable("XDG_RUNTIME_DIR")
        .map(surroundings.workingFolder()::resolve)
        .filter(Files::isDirectory)
        .filter(Files::isWritable)
        .ifPresent(folder -> folders.add(folder.resolve("echofield")));
    folders.add(surroundings.homeFolder().resolve(".local/state/echofield"));
    return new RunningAgents(folders);
  }

  /**
   * Makes an agent known; an older entry of the same node and data folder is replaced.
   *
   * @throws IOException if it cannot be written, or others may write into the folder
   */
  public void register(RunningAgent agent) throws IOException {
    Path folder = folders.get(0);
    PrivateText.folder(folder);
    PrivateText.write(folder.resolve(fileName(agent)), json(agent));
  }

  /**
   * Forgets an agent; nothing happens if another process took its place meanwhile.
   *
   * @throws IOException if its file cannot be removed
   */
  public void unregister(RunningAgent agent) throws IOException {
    for (Path folder : folders) {
      Path file = folder.resolve(fileName(agent));
      if (read(file).filter(entry -> entry.process().equals(agent.process())).isPresent()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** All that run, by node and data folder. */
  public List<RunningAgent> list() {
    List<RunningAgent> agents = new ArrayList<>();
    for (Path folder : folders) {
      for (Path file : files(folder)) {
        Optional<RunningAgent> agent = read(file);
        if (agent.isPresent()) {
          if (agent.get().process().isAlive()) {
            agents.add(agent.get());
          } else {
            remove(file);
          }
        }
      }
    }
    agents.sort(ORDER);
    return agents;
  }

  /**
   * The agents that may be meant; one if all is clear.
   *
   * @param node empty: any
   * @param dataDir empty: any
   */
  public List<RunningAgent> find(Optional<NodeId> node, Optional<Path> dataDir) {
    Optional<Path> wanted = dataDir.map(RunningAgents::real);
    return list().stream()
        .filter(agent -> node.isEmpty() || agent.node().equals(node.get()))
        .filter(agent -> wanted.isEmpty() || real(agent.dataDir()).equals(wanted.get()))
        .toList();
  }

  /** Two paths of one folder are one folder. */
  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      // Not there (any more): then its name must do.
      return folder.toAbsolutePath().normalize();
    }
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      if (PrivateText.othersMayWrite(folder)) {
        // What is in it may be a trap that leads our token to a stranger; no agent registers here.
        return List.of();
      }
      for (Path file : found) {
        if (files.size() < ENTRIES_MAX) {
          files.add(file);
        }
      }
    } catch (IOException e) {
      // A folder that cannot be listed knows no agents; who registers in it is told why.
      return List.of();
    }
    return files;
  }

  /** Who cannot remove it sees it as dead again next time. */
  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A leftover is only untidy: it is never listed.
    }
  }

  private static String fileName(RunningAgent agent) {
    try {
      byte[] path = agent.dataDir().toString().getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(path);
      return agent.node() + "-" + HexFormat.of().formatHex(hash, 0, 8) + SUFFIX;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  private static String json(RunningAgent agent) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("schema", "echofield.running-agent/1");
    fields.put("node", agent.node().text());
    fields.put("pid", agent.pid());
    fields.put("process_start", agent.process().start());
    fields.put("data_dir", agent.dataDir().toString());
    fields.put("http", agent.http().text());
    fields.put("token_file", agent.tokenFile().toString());
    fields.put("started", agent.started().toString());
    return JSON.std.asString(fields) + "\n";
  }

  /** Empty for what is not an entry; somebody else may have put it there. */
  private static Optional<RunningAgent> read(Path file) {
    try {
      Map<String, Object> fields = JSON.std.mapFrom(PrivateText.read(file, FILE_BYTES_MAX));
      Decoded<HostPort> http = HostPort.parse(text(fields, "http"));
      ProcessMark process =
          new ProcessMark(Long.parseLong(text(fields, "pid")), text(fields, "process_start"));
      NodeId node = new NodeId(text(fields, "node"));
      Path dataDir = Path.of(text(fields, "data_dir"));
      Path tokenFile = Path.of(text(fields, "token_file"));
      Instant started = Instant.parse(text(fields, "started"));
      return http.fold(
          address ->
              Optional.of(new RunningAgent(node, process, dataDir, address, tokenFile, started)),
          reason -> Optional.empty());
    } catch (IOException | RuntimeException e) {
      // Not there, not JSON, or not ours.
      return Optional.empty();
    }
  }

  private static String text(Map<String, Object> fields, String name) {
    return String.valueOf(fields.get(name));
  }
}
