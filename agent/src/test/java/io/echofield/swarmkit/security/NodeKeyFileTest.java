package io.echofield.swarmkit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeKeyFileTest {
  @TempDir Path temporary;
  private Path folder;
  private Path file;

  @BeforeEach
  void paths() {
    folder = temporary.resolve("data").resolve("keys");
    file = folder.resolve(NodeKeyFile.NAME);
  }

  @Test
  void theFirstStartMakesAKeyThatLaterStartsFind() throws Exception {
    Ed25519Signer made = NodeKeyFile.loadOrCreate(folder, new Random(1));
    Ed25519Signer found = NodeKeyFile.loadOrCreate(folder, new Random(2));
    assertThat(found.publicKey()).isEqualTo(made.publicKey());
    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(rights(folder)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @ParameterizedTest(name = "file with {0}")
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
  void aFileOpenToOthersIsRefusedWithTheCommandToType(String rights) throws Exception {
    Ed25519Signer made = NodeKeyFile.loadOrCreate(folder, new Random(1));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    assertThatThrownBy(() -> NodeKeyFile.loadOrCreate(folder, new Random(2)))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining(rights)
        .hasMessageEndingWith("chmod 600 " + file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(NodeKeyFile.loadOrCreate(folder, new Random(2)).publicKey())
        .isEqualTo(made.publicKey());
  }

  @Test
  void aFolderOpenToOthersIsRefusedWithTheCommandToType() throws Exception {
    NodeKeyFile.loadOrCreate(folder, new Random(1));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> NodeKeyFile.loadOrCreate(folder, new Random(2)))
        .isInstanceOf(KeyException.class)
        .hasMessageEndingWith("chmod 700 " + folder);
  }

  @Test
  void aDamagedFileIsAClearErrorWithoutTheSecretAndStaysAsItIs() throws Exception {
    NodeKeyFile.loadOrCreate(folder, new Random(1));
    String good = Files.readString(file);
    String seed = good.lines().toList().get(1).substring("seed: ".length());
    String otherSeed = (seed.charAt(0) == 'a' ? "b" : "a") + seed.substring(1);
    String[] damages = {
      "",
      good.substring(0, good.length() / 2),
      good.replace("node-key: 1", "node-key: 2"),
      good.replace(seed, otherSeed),
      good.replace(seed, seed.substring(2)),
      good.replace(seed, "x" + seed.substring(1)),
      good.replace("seed:", "sead:"),
      good.replace("public-key: ", "public-key "),
      good + "seed: " + seed + "\n",
      good + "# " + "x".repeat(KeyText.FILE_BYTES_MAX)
    };
    for (String damaged : damages) {
      Files.writeString(file, damaged);
      assertThatThrownBy(() -> NodeKeyFile.loadOrCreate(folder, new Random(2)))
          .as(damaged)
          .isInstanceOf(KeyException.class)
          .hasMessageStartingWith(file.toString())
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(seed.substring(2), "\n"));
      assertThat(Files.readString(file)).isEqualTo(damaged);
    }
    Files.writeString(file, good.replace("\n", "\r\n") + "\n# a remark\n");
    assertThat(NodeKeyFile.loadOrCreate(folder, new Random(2)).seed().hex()).isEqualTo(seed);
  }

  @Test
  void aHalfWrittenFileOfAKilledRunIsNoObstacle() throws Exception {
    PrivateFiles.folder(folder);
    Files.writeString(folder.resolve(NodeKeyFile.NAME + ".new"), "half");
    NodeKeyFile.loadOrCreate(folder, new Random(1));
    assertThat(folder.resolve(NodeKeyFile.NAME + ".new")).doesNotExist();
  }

  @Test
  void aFileWhereTheFolderShouldBeIsAClearError() throws Exception {
    Files.writeString(temporary.resolve("data"), "");
    assertThatThrownBy(() -> NodeKeyFile.loadOrCreate(folder, new Random(1)))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining(folder.toString());
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
