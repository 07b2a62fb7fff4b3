package io.echofield.swarmkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.testkit.Shows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bytes of bundles and JSON documents for ever. With {@code -Dechofield.golden.write=true} they
 * are written instead of compared.
 */
final class GoldenFilesTest {
  @BeforeAll
  static void writeIfAsked() throws IOException {
    if (GoldenTest.WRITE) {
      for (String name : names()) {
        Files.write(file(name), GoldenFiles.all().get(name).toArray());
      }
      Files.write(file(GoldenFiles.COMPRESSED), GoldenFiles.bundle().toArray());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void theBytesAreWhatWasCheckedIn(String name) throws IOException {
    assertThat(bytes(name)).isEqualTo(GoldenFiles.all().get(name));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"ledger.bundle", GoldenFiles.COMPRESSED})
  @Shows({"B-1", "B-2"})
  void aBundleBringsTheLedgerWhoeverWroteIt(String name) throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<HeadSig> proofs = new ArrayList<>();
    BundleReader.End end =
        new BundleReader(
                new ByteArrayInputStream(bytes(name).toArray()),
                GoldenFiles.SWARM,
                GoldenVectors.ENTRIES)
            .read(
                new BundleReader.Visitor() {
                  @Override
                  public void manifest(BundleManifest manifest) {
                    assertThat(manifest.entries()).isEqualTo(GoldenLedger.held().size());
                  }

                  @Override
                  public void proof(HeadSig proof) {
                    proofs.add(proof);
                  }

                  @Override
                  public void entries(List<Entry> some) {
                    entries.addAll(some);
                  }
                });
    assertThat(entries).containsExactlyElementsOf(GoldenLedger.held().values());
    assertThat(proofs).isEqualTo(GoldenLedger.signatures());
    BundleReader.Whole whole = (BundleReader.Whole) end;
    Bytes signed = GoldenVectors.HASH.bundleSignInput(whole.sha256());
    assertThat(GoldenVectors.ROVER.verifies(signed, whole.signature())).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"health.json", "will.json"})
  void aDocumentIsOneObjectWithoutSpaces(String name) throws IOException {
    assertThat(Files.readString(file(name)))
        .startsWith("{\"v\":1,")
        .endsWith("}")
        .doesNotContain(" ");
  }

  @Test
  @Shows("B-5")
  void aCompressedBundleIsSmaller() throws IOException {
    assertThat(bytes(GoldenFiles.COMPRESSED).size()).isLessThan(bytes("ledger.bundle").size());
  }

  private static Path file(String name) {
    return GoldenTest.FOLDER.resolve(name);
  }

  private static Bytes bytes(String name) throws IOException {
    return Bytes.copyOf(Files.readAllBytes(file(name)));
  }

  private static List<String> names() {
    return List.copyOf(GoldenFiles.all().keySet());
  }
}
