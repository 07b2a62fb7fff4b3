package io.echofield.swarmkit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.echofield.swarmkit.app.AgentFlags.Flag;
import io.echofield.swarmkit.broker.BrokerSettings.Anonymous;
import io.echofield.swarmkit.check.host.HostThresholds;
import io.echofield.swarmkit.check.host.Limit;
import io.echofield.swarmkit.core.health.Rule;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.remedy.Action;
import io.echofield.swarmkit.remedy.ActionCatalog;
import io.echofield.swarmkit.remedy.Parameter;
import io.echofield.swarmkit.remedy.RemedyMode;
import io.echofield.swarmkit.remedy.RiskClass;
import io.echofield.swarmkit.testkit.Shows;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {
  private static final AgentFlags NONE = AgentFlags.none();

  @TempDir Path folder;
  private SettingsFixture machine;

  @BeforeEach
  void machine() {
    machine = new SettingsFixture(folder);
  }

  @Test
  @Shows({"C-5", "X-5", "X-28"})
  void withoutAnythingTheDefaultsHold() {
    SettingsResult.Loaded loaded = machine.loaded(NONE);
    Settings settings = loaded.settings();
    assertThat(settings.nodeId()).isEqualTo(new NodeId("rover-local"));
    assertThat(settings.dataDir())
        .isEqualTo(machine.home.resolve(".local/share/echofield/rover-local"));
    assertThat(settings.labels()).isEmpty();
    assertThat(settings.topicRoot()).isEqualTo("swarm");
    assertThat(settings.cell()).isEqualTo("all");
    assertThat(settings.broker())
        .isEqualTo(new BrokerSetting(false, "127.0.0.1", 0, Anonymous.HEALTH, false));
    assertThat(settings.links()).isEmpty();
    assertThat(settings.healthIntervalMillis()).isEqualTo(30_000);
    assertThat(settings.thresholds()).isEqualTo(HostThresholds.DEFAULT);
    assertThat(settings.syncIntervalMillis()).isEqualTo(10_000);
    assertThat(settings.maxAgeMillis()).isEqualTo(900_000);
    assertThat(settings.leaseMillis()).isEqualTo(60_000);
    assertThat(settings.peers()).isEmpty();
    assertThat(settings.http()).isEqualTo(new HostPort("127.0.0.1", 0));
    assertThat(settings.logLevel()).isEqualTo(LogLevel.INFO);
    assertThat(loaded.notices()).isEmpty();
    assertThat(loaded.file()).isEmpty();
  }

  @Test
  void byDefaultAFullDiskCleansOnlyOurOwnTemporaryFolderAndOnlyDry() {
    RemediationSetting remediation = machine.settings(NONE).remediation();
    assertThat(remediation.mode()).isEqualTo(RemedyMode.DRY_RUN);
    String temporary = machine.home + "/.local/share/echofield/rover-local/tmp";
    assertThat(remediation.actions())
        .containsExactlyInAnyOrderElementsOf(ActionCatalog.builtIn(temporary));
    assertThat(remediation.rules())
        .extracting(Rule::condition, rule -> rule.action().text())
        .containsExactly(tuple("disk_free_pct < 10 for 3 cycles", "clean-own-temp"));
  }

  @Test
  void theStructuredFormIsReadWhole() {
    Settings settings =
        machine.settings(
            """
            node_id: rover-07
            data_dir: /var/lib/echofield
            labels: {site: north, role: gateway}
            topic_root: fleet
            cell: east
            broker: {enabled: true, bind: "::1", port: 1883, anonymous: none, in_process: true}
            links:
              - {name: mast, mqtt: "mqtt://mast-1", profile: lan, username: r, password_file: p}
              - {mqtt: "mqtt://[fe80::1]:1884", swarm: true}
              - {name: drop, files: ~/swarm_sync}
              - {files: ../stick}
            sync: {interval: 5s, max_age: 10m, lease: 2m}
            health: {interval: 1m, checks: {disk: {degraded: 15.5}, load: {critical: 9}}}
            peers: [rover-08, rover-07, rover-08]
            http: {bind: localhost, port: 8480}
            log_level: WARNING
            """);
    assertThat(settings.nodeId().text()).isEqualTo("rover-07");
    assertThat(settings.dataDir()).isEqualTo(Path.of("/var/lib/echofield"));
    assertThat(settings.labels()).isEqualTo(Map.of("site", "north", "role", "gateway"));
    assertThat(settings.topicRoot()).isEqualTo("fleet");
    assertThat(settings.cell()).isEqualTo("east");
    assertThat(settings.broker())
        .isEqualTo(new BrokerSetting(true, "::1", 1883, Anonymous.NONE, true));
    assertThat(settings.links())
        .containsExactly(
            mqtt("mast", "mast-1", 1883, "r", machine.work.resolve("p"), false),
            mqtt("fe80--1", "fe80::1", 1884, null, null, true),
            new DropLinkSetting(new LinkName("drop"), machine.home.resolve("swarm_sync")),
            new DropLinkSetting(new LinkName("drop-2"), folder.resolve("stick")));
    assertThat(settings.syncIntervalMillis()).isEqualTo(5_000);
    assertThat(settings.maxAgeMillis()).isEqualTo(600_000);
    assertThat(settings.leaseMillis()).isEqualTo(120_000);
    assertThat(settings.healthIntervalMillis()).isEqualTo(60_000);
    assertThat(settings.thresholds().diskFreePct()).isEqualTo(new Limit(15_500, 3_000));
    assertThat(settings.thresholds().loadPerCore()).isEqualTo(Limit.of(2, 9));
    assertThat(settings.thresholds().batteryPct()).isEqualTo(Limit.of(25, 10));
    assertThat(settings.peers()).containsExactly(new NodeId("rover-08"));
    assertThat(settings.http()).isEqualTo(new HostPort("localhost", 8480));
    assertThat(settings.logLevel()).isEqualTo(LogLevel.WARN);
  }

  @Test
  @Shows("C-5")
  void aLeaseOutlastsFourRareBeacons() {
    assertThat(machine.settings("sync: {interval: 30s}").leaseMillis()).isEqualTo(120_000);
  }

  private static MqttLinkSetting mqtt(
      String name, String host, int port, String user, Path passwordFile, boolean swarm) {
    return new MqttLinkSetting(
        new LinkName(name),
        host,
        port,
        Optional.ofNullable(user),
        Optional.ofNullable(passwordFile),
        swarm,
        MqttLinkSetting.Profile.LAN);
  }

  @Test
  void actionsAndRulesAreRead() {
    RemediationSetting remediation =
        machine
            .settings(
                """
                remediation:
                  mode: off
                  actions:
                    clean-spool:
                      handler: clean-directory
                      path: /var/spool/x
                      older_than: {min: 1d, default: 7d}
                      max_files: {max: 500, default: 50}
                      recursive: true
                    tell: {handler: notify, text: hot}
                    clean-own-temp: {handler: clean-directory, path: /var/tmp/x, older_than: 1h}
                  rules:
                    - {when: "disk.free_pct < 10 for 3 cycles", do: clean-spool}
                    - {when: "disk.free_pct<5", do: clean-spool}
                    - {when: "temp_c >= 85.5 for 1 cycle", do: tell}
                """)
            .remediation();
    assertThat(remediation.mode()).isEqualTo(RemedyMode.OFF);
    Action spool =
        Action.of(
            "clean-spool",
            "clean-directory",
            RiskClass.R1,
            Map.of("path", "/var/spool/x", "recursive", "true"),
            List.of(
                Parameter.optional("max_files", new Parameter.WholeNumber(1, 500), "50"),
                Parameter.optional(
                    "older_than", new Parameter.Span(86_400_000, 366 * 86_400_000L), "7d")));
    Action tell = Action.of("tell", "notify", RiskClass.R0, Map.of("text", "hot"), List.of());
    Action ownTemp =
        Action.of(
            "clean-own-temp",
            "clean-directory",
            RiskClass.R1,
            Map.of("path", "/var/tmp/x", "older_than", "1h"),
            List.of());
    assertThat(remediation.actions()).contains(spool, tell, ownTemp).hasSize(5);
    assertThat(new ActionCatalog(remediation.actions()).actions()).hasSize(5);
    assertThat(remediation.rules())
        .extracting(rule -> rule.name() + ": " + rule.condition())
        .containsExactly(
            "clean-spool: disk_free_pct < 10 for 3 cycles",
            "clean-spool-2: disk_free_pct < 5 for 3 cycles",
            "tell: temp_c >= 85.5 for 1 cycles");
  }

  @Test
  void anEmptyListOfRulesMeansNone() {
    assertThat(machine.settings("remediation: {rules: []}").remediation().rules()).isEmpty();
  }

  @Test
  void theFlatKeysOfEarlyVersionsWork() {
    SettingsResult.Loaded loaded =
        machine
            .file(
                """
                node_id: node-a
                sync_path: ./swarm_sync
                task_store_path: ./data/tasks.json
                state_store_path: ./data/state.json
                health_interval_seconds: 5
                sync_interval_seconds: 2.5
                max_sync_age_seconds: 60
                peers: node-b, node-c
                """)
            .loaded(NONE);
    Settings settings = loaded.settings();
    assertThat(settings.links())
        .containsExactly(
            new DropLinkSetting(new LinkName("drop"), machine.work.resolve("swarm_sync")));
    assertThat(settings.dataDir()).isEqualTo(machine.work.resolve("data"));
    assertThat(settings.healthIntervalMillis()).isEqualTo(5_000);
    assertThat(settings.syncIntervalMillis()).isEqualTo(2_500);
    assertThat(settings.maxAgeMillis()).isEqualTo(60_000);
    assertThat(settings.peers()).containsExactly(new NodeId("node-b"), new NodeId("node-c"));
    String data = machine.work.resolve("data").toString();
    assertThat(loaded.notices())
        .containsExactly(
            "echo_config.yaml:3:18: task_store_path: the data folder is "
                + data
                + "; better say --data-dir "
                + data);
  }

  @Test
  void bothFormsStandBesideEachOther() {
    Settings settings =
        machine.settings("sync_path: /a\nlinks: [{files: /b}]\nsync: {interval: 3}\n");
    assertThat(settings.links())
        .extracting(LinkSetting::address)
        .containsExactlyInAnyOrder("file:/a", "file:/b");
    assertThat(settings.syncIntervalMillis()).isEqualTo(3_000);
  }

  @Test
  void offIsAllowedForWhatThisVersionDoesNotDo() {
    machine.file(
        """
        broker: {websocket_port: 0}
        discovery: {mdns: false, any_broker: false}
        homeassistant: {discovery: false}
        """);
    assertThat(machine.faults(NONE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "'# only a comment', 0", "'node_id:', 0", "'health:\n  checks:\n', 0"})
  void whatIsLeftEmptyIsNotGiven(String yaml, long faults) {
    assertThat(machine.file(yaml).faults(NONE)).hasSize((int) faults);
  }

  @Test
  void theSeedsFlagsMakeADropNode() {
    AgentFlags flags =
        NONE.with(Flag.NODE_ID, "node-a")
            .with(Flag.SYNC_PATH, "/tmp/swarm_sync")
            .with(Flag.HEALTH_INTERVAL, "30")
            .with(Flag.SYNC_INTERVAL, "10")
            .with(Flag.MAX_SYNC_AGE, "15m")
            .withAll(Flag.PEERS, List.of("node-b,node-c", "node-d node-a"));
    Settings settings = machine.settings(flags);
    assertThat(settings.nodeId().text()).isEqualTo("node-a");
    assertThat(settings.links())
        .containsExactly(new DropLinkSetting(new LinkName("drop"), Path.of("/tmp/swarm_sync")));
    assertThat(settings.healthIntervalMillis()).isEqualTo(30_000);
    assertThat(settings.syncIntervalMillis()).isEqualTo(10_000);
    assertThat(settings.maxAgeMillis()).isEqualTo(900_000);
    assertThat(settings.peers())
        .containsExactly(new NodeId("node-b"), new NodeId("node-c"), new NodeId("node-d"));
  }

  @Test
  void linksOfFlagsAreRead() {
    AgentFlags flags =
        NONE.withAll(
            Flag.LINK,
            List.of(
                "mqtt://me%40home@mast-1:1884?password_file=p&name=mast",
                "mqtt://mast-1/?swarm=true",
                "mqtt://mast-1:1885?profile=lan",
                "file:drop",
                "file:///srv/b"));
    assertThat(machine.settings(flags).links())
        .containsExactly(
            mqtt("mast", "mast-1", 1884, "me@home", machine.work.resolve("p"), false),
            mqtt("mast-1", "mast-1", 1883, null, null, true),
            mqtt("mast-1-2", "mast-1", 1885, null, null, false),
            new DropLinkSetting(new LinkName("drop"), machine.work.resolve("drop")),
            new DropLinkSetting(new LinkName("drop-2"), Path.of("/srv/b")));
  }

  @Test
  void theBrokersFlagMayHaveAnAddress() {
    assertThat(machine.settings(NONE.with(Flag.BROKER, "")).broker())
        .isEqualTo(new BrokerSetting(true, "127.0.0.1", 0, Anonymous.HEALTH, false));
    assertThat(machine.settings(NONE.with(Flag.BROKER, "[::1]:1883")).broker())
        .isEqualTo(new BrokerSetting(true, "::1", 1883, Anonymous.HEALTH, false));
  }

  @Test
  void flagsWinOverTheFileAndTheFileOverDefaults() {
    machine.file(
        """
        node_id: of-file
        topic_root: file
        health: {interval: 7s}
        broker: {port: 1999}
        links: [{files: /of-file}]
        """);
    AgentFlags flags =
        NONE.with(Flag.NODE_ID, "of-flag")
            .with(Flag.HEALTH_INTERVAL, "8")
            .with(Flag.BROKER, "")
            .with(Flag.SYNC_PATH, "/of-flag");
    SettingsResult.Loaded loaded = machine.loaded(flags);
    Settings settings = loaded.settings();
    assertThat(settings.nodeId().text()).isEqualTo("of-flag");
    assertThat(settings.topicRoot()).isEqualTo("file");
    assertThat(settings.healthIntervalMillis()).isEqualTo(8_000);
    assertThat(settings.broker().enabled()).isTrue();
    assertThat(settings.broker().port()).isEqualTo(1_999);
    assertThat(settings.links()).extracting(LinkSetting::address).containsExactly("file:/of-flag");
    assertThat(loaded.notices())
        .containsExactly(
            "--sync-path: the links of echo_config.yaml are not used, flags win; "
                + "name them as --link too to keep them");
  }

  @Test
  void eachValueSaysWhereItCameFrom() {
    machine.file(
        """
        health:
          interval: 7s
        labels: {site: north}
        links:
          - {name: mast, mqtt: "mqtt://mast-1", username: r, password_file: /p}
        """);
    machine.environment.put("ECHOFIELD_DATA", "/data");
    Map<String, Chosen> chosen = machine.loaded(NONE.with(Flag.HTTP, "127.0.0.1:8480")).chosen();
    assertThat(chosen.entrySet().stream().map(SettingsLoaderTest::line))
        .contains(
            "node_id = rover-local (host name)",
            "data_dir = /data ($ECHOFIELD_DATA)",
            "labels.site = north (echo_config.yaml:3:16)",
            "links.mast = mqtt://mast-1:1883 user r password in /p (echo_config.yaml:5:5)",
            "health.interval = 7s (echo_config.yaml:2:13)",
            "health.checks.disk = degraded 10, critical 3 (default)",
            "remediation.mode = dry-run (default)",
            "remediation.actions.clean-own-temp = clean-directory path=/data/tmp recursive=true"
                + " older_than=? (default)",
            "remediation.rules.clean-own-temp = disk_free_pct < 10 for 3 cycles -> clean-own-temp"
                + " (default)",
            "http.bind = 127.0.0.1 (--http)",
            "http.port = 8480 (--http)");
  }

  private static String line(Map.Entry<String, Chosen> entry) {
    Chosen chosen = entry.getValue();
    return entry.getKey() + " = " + chosen.value() + " (" + chosen.origin().text() + ")";
  }

  @Test
  void theFileIsLookedForInOrder() {
    SettingsFixture.write(machine.system, "topic_root: system");
    assertThat(machine.settings(NONE).topicRoot()).isEqualTo("system");
    machine.file("topic_root: here");
    assertThat(machine.settings(NONE).topicRoot()).isEqualTo("here");
    SettingsFixture.write(machine.home.resolve("v.yaml"), "topic_root: variable");
    machine.environment.put("ECHOFIELD_CONFIG", "~/v.yaml");
    assertThat(machine.settings(NONE).topicRoot()).isEqualTo("variable");
    SettingsFixture.write(machine.work.resolve("f.yaml"), "topic_root: flag");
    SettingsResult.Loaded loaded = machine.loaded(NONE.with(Flag.CONFIG, "f.yaml"));
    assertThat(loaded.settings().topicRoot()).isEqualTo("flag");
    assertThat(loaded.file()).contains(machine.work.resolve("f.yaml"));
  }

  @Test
  void relativePathsBeginWhereTheyAreWritten() {
    SettingsFixture.write(machine.system, "data_dir: data\nsync_path: ../sync");
    Settings ofFile = machine.settings(NONE);
    assertThat(ofFile.dataDir()).isEqualTo(machine.system.resolveSibling("data"));
    assertThat(ofFile.links())
        .extracting(LinkSetting::address)
        .containsExactly("file:" + folder.resolve("sync"));
    Settings ofFlags = machine.settings(NONE.with(Flag.DATA_DIR, "data"));
    assertThat(ofFlags.dataDir()).isEqualTo(machine.work.resolve("data"));
  }

  @Test
  void theDataFolderIsNamedByFlagThenFileThenEnvironment() {
    machine.environment.put("ECHOFIELD_DATA", "/of-variable");
    assertThat(machine.settings(NONE).dataDir()).isEqualTo(Path.of("/of-variable"));
    machine.file("task_store_path: /of-file/tasks.json");
    assertThat(machine.settings(NONE).dataDir()).isEqualTo(Path.of("/of-file"));
    SettingsResult.Loaded loaded = machine.loaded(NONE.with(Flag.DATA_DIR, "/of-flag"));
    assertThat(loaded.settings().dataDir()).isEqualTo(Path.of("/of-flag"));
    assertThat(loaded.notices()).isEmpty();
  }

  @Test
  void theStoresOfEarlyVersionsNameTheDataFolder() {
    AgentFlags flags =
        NONE.with(Flag.TASK_STORE, "data/tasks.json").with(Flag.STATE_STORE, "data/state.json");
    SettingsResult.Loaded loaded = machine.loaded(flags);
    Path data = machine.work.resolve("data");
    assertThat(loaded.settings().dataDir()).isEqualTo(data);
    assertThat(loaded.notices())
        .containsExactly(
            "--task-store: the data folder is " + data + "; better say --data-dir " + data);
  }

  @Test
  void aMaximumAgeBelowTheHealthIntervalIsNoticed() {
    AgentFlags flags = NONE.with(Flag.MAX_SYNC_AGE, "5").with(Flag.HEALTH_INTERVAL, "30");
    assertThat(machine.loaded(flags).notices())
        .containsExactly(
            "--max-sync-age: peers show as silent between two reports, because sync.max_age (5s)"
                + " is not above health.interval (30s); raise it");
  }

  @Test
  void aHostNameOfNothingGivesANode() {
    machine.hostName = "";
    assertThat(machine.settings(NONE).nodeId()).isEqualTo(new NodeId("node"));
  }

  @Test
  void theSurroundingsOfThisProcessCanBeUsed() {
    Surroundings own = Surroundings.ofThisProcess();
    assertThat(own.workingFolder()).isAbsolute().isDirectory();
    assertThat(own.homeFolder()).isAbsolute();
    assertThat(own.hostName()).isNotBlank();
  }
}
