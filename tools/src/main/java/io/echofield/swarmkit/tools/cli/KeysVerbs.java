package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
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
import io.echofield.swarmkit.wire.EntryWire;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Verbs about keys. */
final class KeysVerbs {
  private KeysVerbs() {}

  @Command(
      name = "keys",
      customSynopsis = "echofield keys init",
      description = "The keys of this node and its swarm.")
  static final class Group extends VerbGroup {
    Group(Globals globals) {
      super(globals);
    }
  }

  @Command(
      name = "init",
      customSynopsis = "echofield keys init [-n NODE] [--swarm NAME] [--no-authority] [-o json]",
      description = {
        "Makes a closed swarm: a swarm key, an authority that decides who is a member, and a first",
        "roster with this node. From then on only members are listened to."
      },
      footerHeading = "%nExamples%n",
      footer = "  echofield keys init -n node-a")
  static final class Init implements Callable<Integer> {
    private final Globals globals;

    @Option(names = "--swarm", paramLabel = "NAME", description = "the swarm's name")
    private String swarm;

    @Option(
        names = "--no-authority",
        description = "throw the authority's key away: nobody can ever join or leave")
    private boolean noAuthority;

    Init(Globals globals) {
      this.globals = globals;
    }

    @Override
    public Integer call() {
      AgentFlags flags = AgentOptions.globalFlags(globals).with(Flag.SWARM, swarm);
      Settings settings = Configured.load(flags).settings();
      refuseWhileRunning(settings);
      Path keys = new NodeFolders(settings.dataDir()).keys();
      if (globals.isDryRun()) {
        return DryRun.say(globals, "make keys of swarm " + settings.topicRoot() + " in " + keys);
      }
      try {
        return made(settings, keys);
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

    private int made(Settings settings, Path keys) throws KeyException {
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
                  settings.topicRoot(),
                  List.of(self),
                  HybridTime.ofWall(System.currentTimeMillis()));
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
      return Answers.print(
          globals,
          new ApiAnswer(Exit.OK, document),
          "",
          (doc, paint, now) ->
              List.of(
                  "swarm "
                      + settings.topicRoot()
                      + " is closed, its member is "
                      + settings.nodeId().text(),
                  "keys are in " + keys + "; keep a copy of that folder in a safe place"));
    }
  }
}
