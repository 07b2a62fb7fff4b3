package io.echofield.swarmkit.wire.v1;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Anybody with protoc and the schema reads what nodes say: the golden bytes decode to the texts
 * beside them.
 *
 * <p>With {@code -Dechofield.golden.write=true} the texts are written instead of compared.
 */
final class ProtocDecodeTest {
  private static final Path BASE = Path.of(System.getProperty("basedir", "."));
  private static final Path FOLDER = BASE.resolve("src/test/resources/golden");

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void protocPrintsTheText(String name) throws Exception {
    Path text = FOLDER.resolve(name + ".txt");
    String decoded = protoc(name);
    if (Boolean.getBoolean("echofield.golden.write")) {
      Files.writeString(text, decoded);
    }
    assertThat(decoded).isEqualTo(Files.readString(text));
    assertThat(decoded)
        .as("a field that the schema does not know")
        .doesNotContainPattern("(?m)^ *[0-9]");
  }

  @Test
  void thereAreVectorsOfEveryKind() throws IOException {
    assertThat(names().filter(name -> name.startsWith("entry-"))).hasSizeGreaterThanOrEqualTo(10);
    assertThat(names().filter(name -> name.startsWith("frame-"))).hasSizeGreaterThanOrEqualTo(9);
    assertThat(names().filter(name -> name.startsWith("batch-"))).isNotEmpty();
  }

  private static String protoc(String name) throws IOException, InterruptedException {
    String file =
        name.startsWith("entry-") ? "entry" : name.startsWith("frame-") ? "frame" : "store";
    String type =
        name.startsWith("entry-") ? "Entry" : name.startsWith("frame-") ? "Frame" : "Batch";
    Process process =
        new ProcessBuilder(
                System.getProperty("echofield.protoc"),
                "--proto_path=" + BASE.resolve("src/main/proto"),
                "--decode=swarmkit.v1." + type,
                "swarmkit/v1/" + file + ".proto")
            .redirectInput(FOLDER.resolve(name + ".bin").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(file -> file.endsWith(".bin"))
          .map(file -> file.substring(0, file.length() - ".bin".length()))
          .sorted()
          .toList()
          .stream();
    }
  }
}
