package io.echofield.swarmkit.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.echofield.swarmkit.tools.show.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peers' programs and what they are fetched by. */
class PeerProgramsTest {
  private static final Path SOURCE = Path.of("bench", "peers");

  @TempDir private Path folder;

  @Test
  void whatIsFetchedIsTheSameEverywhereAndForEver() throws IOException {
    Map<String, Object> wanted = new Doc(json("package.json")).doc("dependencies").fields();
    Map<String, Object> locked = new Doc(json("package-lock.json")).doc("packages").fields();
    assertThat(wanted).hasSize(3);
    wanted.forEach(
        (name, version) -> {
          assertThat(version.toString()).matches("\\d+\\.\\d+\\.\\d+");
          Doc entry = new Doc(locked).doc("node_modules/" + name);
          assertThat(entry.text("version")).as(name).isEqualTo(version);
        });
    locked.forEach(
        (path, fields) -> {
          Doc entry = new Doc(locked).doc(path);
          assertThat(path.isEmpty() || entry.text("integrity").startsWith("sha512-")).isTrue();
          assertThat(entry.has("resolved")).as(path).isFalse();
        });
  }

  @Test
  void noRegistryIsNamedAnywhere() throws IOException {
    for (String file : List.of("package.json", "package-lock.json", ".npmrc")) {
      assertThat(Files.readString(SOURCE.resolve(file)))
          .doesNotContain("registry.")
          .doesNotContain("registry=")
          .doesNotContain("\"resolved\"")
          .doesNotContain("_auth");
    }
    assertThat(Files.readString(SOURCE.resolve(".npmrc")))
        .contains("omit-lockfile-registry-resolved=true");
  }

  @Test
  void programsThatAreNotThereAreMissing() {
    PeerPrograms programs = new PeerPrograms(folder, folder.resolve("cache"), "npm");
    assertThatThrownBy(programs::ready)
        .isInstanceOf(PeerPrograms.MissingException.class)
        .hasMessageContaining("start this by bin/echofield");
  }

  @Test
  void withoutNodeOrNpmEveryPeerIsMissingWithTheNextStep() throws Exception {
    Path cache = folder.resolve("cache");
    PeerPrograms programs = new PeerPrograms(SOURCE, cache, "no-such-npm");
    Peers peers = Peers.start(programs, List.of(Peers.YJS, Peers.LORO), "size");
    assertThat(peers.ready()).isEmpty();
    assertThat(peers.has(Peers.YJS)).isFalse();
    assertThat(peers.missing()).containsOnlyKeys(Peers.YJS, Peers.LORO);
    assertThat(peers.missing().values())
        .allSatisfy(why -> assertThat(why).contains("install Node.js 18 or newer with npm"));
    assertThat(cache).doesNotExist();
  }

  private static Map<String, Object> json(String file) throws IOException {
    return JSON.std.mapFrom(Files.readString(SOURCE.resolve(file)));
  }
}
