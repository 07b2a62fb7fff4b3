package io.echofield.swarmkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.sync.Frame;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.testkit.Shows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of version 1 for ever: what this code writes is what was checked in, and it reads it
 * back.
 *
 * <p>A deliberate change of the vectors, possible only before the first release: run this and the
 * other tests of vectors with {@code -Dechofield.golden.write=true}, then the test of the wire
 * schema with the same flag for the texts.
 */
final class GoldenTest {
  /** Whether the vectors are to be made anew. */
  static final boolean WRITE = Boolean.getBoolean("echofield.golden.write");

  static final Path FOLDER =
      Path.of(System.getProperty("basedir", ".")).resolve("../proto/src/test/resources/golden");
  private static final SortedMap<String, Bytes> FILES = GoldenVectors.files();
  private static final SortedMap<String, Message> COMPRESSED = GoldenVectors.compressedMessages();

  @BeforeAll
  static void writeIfAsked() throws IOException {
    if (WRITE) {
      for (String name : FILES.keySet()) {
        Files.write(FOLDER.resolve(name + ".bin"), FILES.get(name).toArray());
      }
      for (String name : COMPRESSED.keySet()) {
        Bytes frame =
            GoldenVectors.FRAMES.compressing().encode(COMPRESSED.get(name), Optional.empty());
        Files.write(FOLDER.resolve(name + ".bin"), frame.toArray());
      }
      Files.writeString(FOLDER.resolve("entry-ids.list"), ids());
      Files.writeString(FOLDER.resolve("ledger.list"), LedgerList.text());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void theBytesAreWhatWasCheckedIn(String name) throws IOException {
    assertThat(golden(name)).isEqualTo(FILES.get(name));
  }

  @Test
  void everyCheckedInFileIsKnown() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(path -> path.getFileName().toString()).filter(n -> n.endsWith(".bin")))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(names(), compressedNames()).map(name -> name + ".bin").toList());
    }
  }

  @Test
  void thereIsAVectorOfEveryKindOfMessage() {
    assertThat(GoldenVectors.messages().values().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(Message.class.getPermittedSubclasses());
  }

  @Test
  void theIdsAreWhatWasCheckedIn() throws IOException {
    assertThat(Files.readString(FOLDER.resolve("entry-ids.list"))).isEqualTo(ids());
  }

  @Test
  @Shows({"D-1", "D-2", "D-3", "E-12", "I-1", "M-6"})
  void whatFollowsFromTheLedgerIsWhatWasCheckedIn() throws IOException {
    assertThat(Files.readString(FOLDER.resolve("ledger.list"))).isEqualTo(LedgerList.text());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("entryNames")
  void anEntryIsReadAsItWasComposed(String name) throws IOException {
    Entry read = EntryCodecTest.accepted(GoldenVectors.ENTRIES.decode(golden(name)));
    assertThat(read).usingRecursiveComparison().isEqualTo(GoldenVectors.entries().get(name));
    if (read.signed()) {
      Bytes signed = GoldenVectors.HASH.entrySignInput(read.unsignedPart());
      TestKeys author =
          GoldenVectors.KEYS.stream()
              .filter(key -> key.author().equals(read.author()))
              .findFirst()
              .orElseThrow();
      assertThat(author.verifies(signed, read.signature()))
          .isEqualTo(!name.equals("entry-shared-forged"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frameNames")
  void aFrameIsReadAndWrittenAgainTheSame(String name) throws IOException {
    Frame frame = frame(GoldenVectors.FRAMES.decode(golden(name)));
    Optional<TestKeys> signer =
        frame.signature().isEmpty() ? Optional.empty() : Optional.of(GoldenVectors.ROVER);
    assertThat(GoldenVectors.FRAMES.encode(frame.message(), signer.map(key -> key)))
        .isEqualTo(golden(name));
  }

  /** Another zlib may write it otherwise, so only what it says counts. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("compressedNames")
  @Shows("F-15")
  void aCompressedFrameIsReadWhoeverWroteIt(String name) throws IOException {
    Message message = COMPRESSED.get(name);
    Bytes plain = GoldenVectors.FRAMES.encode(message, Optional.empty());
    assertThat(golden(name).size()).isLessThan(plain.size());
    Frame read = frame(GoldenVectors.FRAMES.decode(golden(name)));
    assertThat(read.message()).usingRecursiveComparison().isEqualTo(message);
    Bytes again = GoldenVectors.FRAMES.compressing().encode(read.message(), Optional.empty());
    assertThat(frame(GoldenVectors.FRAMES.decode(again)).message())
        .usingRecursiveComparison()
        .isEqualTo(message);
  }

  @Test
  void aJournalRecordIsReadAsItWasWritten() throws IOException {
    assertThat(GoldenVectors.WRITES.decode(golden("batch-writes")))
        .usingRecursiveComparison()
        .isEqualTo(new Decoded.Accepted<>(GoldenVectors.writes()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("entryNames")
  void aDamagedEntryIsRefusedOrAnotherEntry(String name) throws IOException {
    Bytes good = golden(name);
    Entry original = EntryCodecTest.accepted(GoldenVectors.ENTRIES.decode(good));
    for (Bytes damaged : damaged(good)) {
      Decoded<Entry> decoded = GoldenVectors.ENTRIES.decode(damaged);
      boolean other = decoded.fold(entry -> !entry.id().equals(original.id()), reason -> true);
      assertThat(other).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"frameNames", "compressedNames"})
  @Shows("F-1")
  void aDamagedFrameIsRefused(String name) throws IOException {
    for (Bytes damaged : damaged(golden(name))) {
      assertThat(GoldenVectors.FRAMES.decode(damaged)).isInstanceOf(Decoded.Rejected.class);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"frameNames", "compressedNames"})
  void aFrameDamagedByAMemberNeverThrows(String name) throws IOException {
    Bytes good = golden(name);
    int refused = 0;
    for (Bytes damaged : damaged(good.slice(0, good.size() - 9))) {
      Decoded<Frame> decoded = GoldenVectors.FRAMES.decode(FrameCodecTest.withMac(damaged));
      refused += decoded.fold(frame -> 0, reason -> 1);
    }
    assertThat(refused).isPositive();
  }

  private static List<Bytes> damaged(Bytes good) {
    Stream<Bytes> cut =
        Stream.iterate(0, i -> i < good.size(), i -> i + 1).map(i -> good.slice(0, i));
    Stream<Bytes> flipped =
        Stream.iterate(0, bit -> bit < good.size() * 8, bit -> bit + 1)
            .map(bit -> flipped(good, bit));
    return Stream.concat(cut, flipped).toList();
  }

  private static Bytes flipped(Bytes good, int bit) {
    byte[] bytes = good.toArray();
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    return Bytes.copyOf(bytes);
  }

  private static Bytes golden(String name) throws IOException {
    return Bytes.copyOf(Files.readAllBytes(FOLDER.resolve(name + ".bin")));
  }

  private static String ids() {
    return new TreeMap<>(GoldenVectors.entries())
        .entrySet().stream()
            .map(named -> named.getKey() + " " + named.getValue().id() + "\n")
            .collect(Collectors.joining());
  }

  private static Frame frame(Decoded<Frame> decoded) {
    return decoded.fold(
        frame -> frame,
        reason -> {
          throw new AssertionError("refused: " + reason);
        });
  }

  private static Stream<String> names() {
    return FILES.keySet().stream();
  }

  private static Stream<String> entryNames() {
    return names().filter(name -> name.startsWith("entry-"));
  }

  private static Stream<String> frameNames() {
    return names().filter(name -> name.startsWith("frame-"));
  }

  private static Stream<String> compressedNames() {
    return COMPRESSED.keySet().stream();
  }
}
