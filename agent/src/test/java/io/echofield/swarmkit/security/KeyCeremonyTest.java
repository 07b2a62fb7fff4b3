package io.echofield.swarmkit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body.RosterItem.Member;
import io.echofield.swarmkit.core.ledger.Capability;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.RosterBook;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.testkit.Shows;
import io.echofield.swarmkit.wire.EntryWire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCeremonyTest {
  private static final HybridTime NOW = HybridTime.ofWall(1_800_000_000_000L);

  @TempDir Path temporary;
  private final KeyCeremony ceremony = new KeyCeremony(new Random(1), KeyCeremonyTest::codec);

  @Test
  @Shows("K-1")
  void threeNodesOfOneCeremonyKnowOneSwarmAndOneRoster() throws Exception {
    List<Path> folders = new ArrayList<>();
    List<Member> members = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      Path folder = temporary.resolve("node-" + i).resolve("keys");
      Ed25519Signer signer = NodeKeyFile.loadOrCreate(folder, new Random(i));
      folders.add(folder);
      members.add(member("node-" + i, signer));
    }
    NewSwarm swarm = ceremony.make("demo", members, NOW);
    for (Path folder : folders) {
      swarm.install(folder);
      assertThat(SwarmKeyFile.load(folder)).contains(swarm.credentials());
      assertThat(RosterFile.load(folder, codec(swarm.credentials().swarmId())))
          .isEqualTo(swarm.roster());
      for (String file : new String[] {"swarm.key", "roster.bin", "node.key"}) {
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
            .isEqualTo("rw-------");
      }
      assertThat(NewSwarm.authority(folder)).isEmpty();
    }
  }

  @Test
  void theRosterIsTheAuthoritysOwnLogAndIsEnforced() throws Exception {
    Ed25519Signer one = Ed25519Signer.generate(new Random(11));
    Ed25519Signer two = Ed25519Signer.generate(new Random(12));
    List<Member> members = List.of(member("node-1", one), member("node-2", two));
    NewSwarm swarm = ceremony.make("demo", members, NOW);
    Bytes authorityKey = swarm.credentials().authorityPublicKey().orElseThrow();
    Ed25519Verifier verifier = new Ed25519Verifier();
    assertThat(swarm.roster()).extracting(Entry::seq).containsExactly(1L, 2L);
    assertThat(swarm.roster()).extracting(Entry::log).containsOnly(swarm.roster().get(0).log());
    assertThat(swarm.roster()).extracting(Entry::task).containsOnly(TaskId.ROSTER.bytes());
    assertThat(swarm.roster().get(0).author()).isEqualTo(verifier.author(authorityKey));

    SwarmHash hash = new SwarmHash(swarm.credentials().swarmId());
    RosterBook book = new RosterBook(hash, verifier, Optional.of(authorityKey), one);
    List<StoredEntry> stored =
        swarm.roster().stream().map(entry -> new StoredEntry(entry, 1, book.valid(entry))).toList();
    assertThat(book.refold(stored)).isTrue();
    assertThat(book.version()).isEqualTo(1);
    assertThat(book.member(two.author()).orElseThrow().may(Capability.R1)).isTrue();
    assertThat(book.member(two.author()).orElseThrow().may(Capability.R2)).isFalse();
  }

  @Test
  void eachCeremonyMakesAnotherSwarm() throws Exception {
    List<Member> members = List.of(member("a", Ed25519Signer.generate(new Random(2))));
    SwarmCredentials first = ceremony.make("demo", members, NOW).credentials();
    SwarmCredentials second = ceremony.make("demo", members, NOW).credentials();
    assertThat(first.swarmId()).isNotEqualTo(second.swarmId());
    assertThat(first.frameKey()).isNotEqualTo(second.frameKey());
    assertThat(first.frameKey()).isNotEqualTo(first.accountKey());
    assertThat(first.authorityPublicKey()).isNotEqualTo(second.authorityPublicKey());
    assertThat(first.toString()).doesNotContain(first.accountKey().hex(), first.frameKey().hex());
  }

  @Test
  void theAuthoritysKeyIsKeptOnlyOnRequestAndNeverOverwritten() throws Exception {
    NewSwarm swarm = swarmOfOne();
    Path folder = temporary.resolve("keys");
    swarm.keepAuthority(folder);
    assertThat(NewSwarm.authority(folder).orElseThrow().publicKey())
        .isEqualTo(swarm.credentials().authorityPublicKey().orElseThrow());
    assertThatThrownBy(() -> swarm.keepAuthority(folder))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("never overwritten");
    Files.move(folder.resolve("authority.key"), folder.resolve("node.key"));
    assertThatThrownBy(() -> NodeKeyFile.loadOrCreate(folder, new Random(1)))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("echofield-node-key: 1");
  }

  @Test
  void aNodeOfOneSwarmIsNotMovedToAnother() throws Exception {
    Path folder = temporary.resolve("keys");
    NewSwarm first = swarmOfOne();
    first.install(folder);
    NewSwarm second = swarmOfOne();
    assertThatThrownBy(() -> second.install(folder))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("swarm.key is never overwritten");
    assertThat(SwarmKeyFile.load(folder)).contains(first.credentials());
    assertThat(RosterFile.load(folder, codec(first.credentials().swarmId())))
        .isEqualTo(first.roster());
  }

  @Test
  void badNamesAndDoublesAreRefused() {
    Ed25519Signer signer = Ed25519Signer.generate(new Random(3));
    Ed25519Signer other = Ed25519Signer.generate(new Random(4));
    Member member = member("a", signer);
    assertRefused("Demo", List.of(member), "a-z");
    assertRefused("longer-than-8", List.of(member), "1 to 8");
    assertRefused("demo", List.of(), "1 to 4096");
    assertRefused("demo", List.of(member, member("a", other)), "same name");
    assertRefused("demo", List.of(member, member("b", signer)), "same key");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2})
  void anyDamageOfTheRosterFileIsNoticed(int seed) throws Exception {
    Random random = new Random(seed);
    Path folder = temporary.resolve("keys");
    NewSwarm swarm = swarmOfOne();
    swarm.install(folder);
    EntryCodec codec = codec(swarm.credentials().swarmId());
    Path file = folder.resolve(RosterFile.NAME);
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < 100; i++) {
      byte[] bad = good.clone();
      int bit = random.nextInt(bad.length * 8);
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file, bad);
      assertThatThrownBy(() -> RosterFile.load(folder, codec))
          .isInstanceOf(KeyException.class)
          .hasMessageStartingWith(file + " is damaged");
      Files.write(file, Arrays.copyOf(good, random.nextInt(good.length)));
      assertThatThrownBy(() -> RosterFile.load(folder, codec)).isInstanceOf(KeyException.class);
    }
  }

  @Test
  void aNodeWithoutFilesIsInNoSwarm() throws Exception {
    assertThat(SwarmKeyFile.load(temporary.resolve("none"))).isEmpty();
    EntryCodec codec = codec(SwarmCredentials.open("swarm").swarmId());
    assertThat(RosterFile.load(temporary.resolve("none"), codec)).isEmpty();
  }

  @Test
  void aDamagedSwarmKeyIsAClearErrorWithoutTheSecret() throws Exception {
    Path folder = temporary.resolve("keys");
    swarmOfOne().install(folder);
    Path file = folder.resolve(SwarmKeyFile.NAME);
    String good = Files.readString(file);
    String key = SwarmKeyFile.load(folder).orElseThrow().accountKey().hex();
    for (String damaged :
        List.of(
            good.replace("swarm-name: demo", "swarm-name: d/emo"),
            good.replace(key, key.substring(1)),
            good.replace("swarm-id", "id"),
            good.replace("swarm-key: 1", "swarm-key: 9"))) {
      Files.writeString(file, damaged);
      assertThatThrownBy(() -> SwarmKeyFile.load(folder))
          .isInstanceOf(KeyException.class)
          .hasMessageStartingWith(file.toString())
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(key.substring(1), "\n"));
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> SwarmKeyFile.load(folder)).hasMessageEndingWith("chmod 600 " + file);
  }

  /** The derivation is part of the protocol: other values would split open swarms. */
  @Test
  @Shows("K-7")
  void anOpenSwarmFollowsFromItsNameAlone() {
    SwarmCredentials open = SwarmCredentials.open("swarm");
    assertThat(open).isEqualTo(SwarmCredentials.open("swarm"));
    assertThat(open.open()).isTrue();
    assertThat(open.authorityPublicKey()).isEmpty();
    assertThat(open.swarmId()).isNotEqualTo(SwarmCredentials.open("swarm2").swarmId());
    assertThat(open.swarmId().bytes().hex()).isEqualTo("1db45a255ede38c4557e6666645b69a3");
    assertThat(open.frameKey().hex())
        .isEqualTo("e1a51c73941a1c9d905346d012c3a254c5bf77affeef7265ad9902f7155c0acb");
    assertThat(open.accountKey().hex()).startsWith("f255c390976f08d0");
  }

  @Test
  @Shows({"K-7", "K-8"})
  void aClosedSwarmsKeysFollowFromItsSwarmKeyAndItsIdDoesNot() {
    SwarmId id = new SwarmId(Bytes.ofHex("000102030405060708090a0b0c0d0e0f"));
    Bytes key = Bytes.copyOf(new byte[SwarmCredentials.KEY_BYTES]);
    SwarmCredentials closed = SwarmCredentials.closed("swarm", id, key, key);
    assertThat(closed.swarmId()).isEqualTo(id);
    assertThat(closed.frameKey().hex())
        .isEqualTo("531ebc9e8cfda0486acd006c89b5a9fa84aac317c8838b96a675af0d16b7ab16");
    assertThat(closed.accountKey()).isEqualTo(key);
  }

  private NewSwarm swarmOfOne() throws KeyException {
    return ceremony.make(
        "demo", List.of(member("node-1", Ed25519Signer.generate(new Random(5)))), NOW);
  }

  private void assertRefused(String name, List<Member> members, String reason) {
    assertThatThrownBy(() -> ceremony.make(name, members, NOW))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining(reason);
  }

  private static EntryCodec codec(SwarmId id) {
    return new EntryWire(new SwarmHash(id));
  }

  private static Member member(String name, Ed25519Signer signer) {
    List<Capability> capabilities = List.of(Capability.R0, Capability.R1);
    return new Member(new NodeId(name), signer.publicKey(), capabilities, List.of(), 0);
  }
}
