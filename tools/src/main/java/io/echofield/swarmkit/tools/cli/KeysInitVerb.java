package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.app.Agent;
import io.echofield.swarmkit.app.AgentException;
import io.echofield.swarmkit.app.AgentFlags;
import io.echofield.swarmkit.app.AgentFlags.Flag;
import io.echofield.swarmkit.app.NodeFolders;
import io.echofield.swarmkit.app.RunningAgents;
import io.echofield.swarmkit.app.Settings;
import io.echofield.swarmkit.app.Surroundings;
import io.echofield.swarmkit.core.ledger.Body.RosterItem.Member;
import io.echofield.swarmkit.core.ledger.Capability;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.security.Ed25519Signer;
import io.echofield.swarmkit.security.KeyCeremony;
import io.echofield.swarmkit.security.KeyException;
import io.echofield.swarmkit.security.NewSwarm;
import io.echofield.swarmkit.security.NodeKeyFile;
import io.echofield.swarmkit.security.SwarmKeyFile;
import io.echofield.swarmkit.wire.EntryWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "init",
    customSynopsis = "echofield keys init [-n NODE] [--swarm NAME] [--no-authority] [-o json]",
    description = {
      "Makes a closed swarm: a swarm key, an authority and a first roster.",
      "The authority decides who is a member, the roster has this node. From then on only members are",
      "listened to. What this node did while its swarm was open is kept aside in its data folder."
    },
    footerHeading = "%nExamples%n",
    footer = "  echofield keys init -n node-a")
final class KeysInitVerb implements Callable<Integer> {
  private final Globals globals;

  @Option(names = "--swarm", paramLabel = "NAME", description = "the swarm's name")
  private String swarm;

  @Option(
      names = "--no-authority",
      description = "throw the authority's key away: nobody can ever join or leave")
  private boolean noAuthority;

  KeysInitVerb(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() {
    AgentFlags flags = AgentOptions.globalFlags(globals).with(Flag.SWARM, swarm);
    Settings settings = Configured.load(flags).settings();
    NodeFolders folders = new NodeFolders(settings.dataDir());
    refuseWhileRunning(settings);
    if (globals.isDryRun()) {
      return DryRun.say(
          globals, "make keys of swarm " + settings.topicRoot() + " in " + folders.keys());
    }
    try {
      refuseSecond(folders.keys());
      Optional<Path> archive = putPastAside(settings, folders);
      try {
        return made(settings, folders.keys(), archive);
      } catch (KeyException e) {
        bringPastBack(folders, archive);
        throw e;
      }
    } catch (KeyException e) {
      throw new Failure(Exit.CANNOT_CREATE, e.getMessage(), "", e);
    }
  }

  private static void refuseWhileRunning(Settings settings) {
    boolean runs =
        !RunningAgents.of(Surroundings.ofThisProcess())
            .find(Optional.empty(), Optional.of(settings.dataDir()))
            .isEmpty();
    if (runs) {
      throw new Failure(
          Exit.CANNOT_CREATE,
          settings.nodeId().text() + " runs, and would not notice its new keys",
          "first: echofield agent stop -n " + settings.nodeId().text());
    }
  }

  private static void refuseSecond(Path keys) throws KeyException {
    if (SwarmKeyFile.load(keys).isPresent()) {
      throw new Failure(
          Exit.CANNOT_CREATE,
          "this node belongs to a swarm already, by " + keys.resolve(SwarmKeyFile.NAME),
          "move its data folder away if you mean to begin anew");
    }
  }

  /**
   * The ids of entries contain the swarm's id: those of the open swarm mean nothing in a new one.
   */
  private static Optional<Path> putPastAside(Settings settings, NodeFolders folders) {
    if (!Files.isDirectory(folders.store())) {
      return Optional.empty();
    }
    Logging.setUp("error", false);
    try {
      // Whoever holds the store refuses this.
      Agent.offline(settings).close();
    } catch (AgentException e) {
      throw new Failure(e.exit(), e.getMessage(), e.next(), e);
    }
    String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
    Path archive = folders.root().resolve("store-open-" + time);
    move(folders.store(), archive);
    // It speaks of that store: beside a new one it would be a fault.
    if (Files.exists(folders.continuity())) {
      move(folders.continuity(), archive.resolve(folders.continuity().getFileName()));
    }
    return Optional.of(archive);
  }

  private static void bringPastBack(NodeFolders folders, Optional<Path> archive) {
    archive.ifPresent(
        past -> {
          Path record = past.resolve(folders.continuity().getFileName());
          if (Files.exists(record)) {
            move(record, folders.continuity());
          }
          move(past, folders.store());
        });
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new Failure(
          Exit.CANNOT_CREATE,
          "cannot move " + from + " to " + to + " (" + e.getClass().getSimpleName() + ")",
          "check the folder's owner",
          e);
    }
  }

  private int made(Settings settings, Path keys, Optional<Path> archive) throws KeyException {
    SecureRandom random = new SecureRandom();
    Ed25519Signer node = NodeKeyFile.loadOrCreate(keys, random);
    Member self =
        new Member(
            settings.nodeId(),
            node.publicKey(),
            List.of(Capability.R0, Capability.R1, Capability.OPERATOR),
            List.of(),
            0);
    NewSwarm made =
        new KeyCeremony(random, swarmId -> new EntryWire(new SwarmHash(swarmId)))
            .make(
                settings.topicRoot(), List.of(self), HybridTime.ofWall(System.currentTimeMillis()));
    if (!noAuthority) {
      made.keepAuthority(keys);
    }
    made.install(keys);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "echofield.keys.init/1");
    document.put("swarm", settings.topicRoot());
    document.put("swarm_id", made.credentials().swarmId().bytes().hex());
    document.put("node", settings.nodeId().text());
    document.put("node_key", node.publicKey().hex());
    document.put("keys_dir", keys.toString());
    document.put("authority_kept", !noAuthority);
    document.put("roster_version", 1);
    archive.ifPresent(past -> document.put("archive", past.toString()));
    List<String> lines = new ArrayList<>();
    lines.add(
        "the swarm \"%s\" is closed; its only member is %s"
            .formatted(settings.topicRoot(), settings.nodeId().text()));
    lines.add("its keys are in " + keys + ": keep a copy of that folder in a safe place");
    archive.ifPresent(past -> lines.add("what was done while it was open is kept in " + past));
    return Answers.print(globals, new ApiAnswer(Exit.OK, document), "", (doc, paint, now) -> lines);
  }
}
