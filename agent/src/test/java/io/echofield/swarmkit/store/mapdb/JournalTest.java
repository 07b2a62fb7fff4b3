package io.echofield.swarmkit.store.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.store.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  private static final StoreSettings ONE_SEGMENT = new StoreSettings("test", 1 << 20, 512, 1);
  private static final StoreSettings MANY_SEGMENTS = new StoreSettings("test", 200, 64, 1);

  private final List<String> notices = new ArrayList<>();
  private final List<byte[]> read = new ArrayList<>();
  private Predicate<byte[]> readable = payload -> true;

  @TempDir private Path root;

  @Test
  void everyBatchIsThereAfterOpeningAgain() throws Exception {
    List<byte[]> written = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      try (Journal journal = open(0, MANY_SEGMENTS)) {
        assertRead(written);
        assertThat(journal.lastBatch()).isEqualTo(written.size());
        for (int i = 0; i < 7; i++) {
          written.add(payload(written.size(), 1 + i * 13));
          append(journal, written.get(written.size() - 1));
        }
      }
    }
    assertThat(segments()).hasSizeGreaterThan(5);
    assertThat(notices).isEmpty();
  }

  @Test
  void onlyBatchesAfterTheGivenOneAreRead() throws Exception {
    List<byte[]> written = write(MANY_SEGMENTS, 20);
    for (int after = 0; after <= 20; after++) {
      open(after, MANY_SEGMENTS).close();
      assertRead(written.subList(after, 20));
    }
  }

  @Test
  void aTailTornAtAnyByteLosesNothingBeforeIt() throws Exception {
    List<byte[]> written = write(ONE_SEGMENT, 4);
    Path segment = Folders.only(folder(), ".log");
    byte[] whole = Files.readAllBytes(segment);
    int[] ends = ends(written);
    for (int length = 0; length <= whole.length; length++) {
      int kept = (int) countUpTo(ends, length);
      byte[] cut = Arrays.copyOf(whole, length);
      assertRecovers(segment, cut, written.subList(0, kept));
      // The same with space allocated behind it, as a crash within the write leaves it.
      assertRecovers(segment, Arrays.copyOf(cut, whole.length + 100), written.subList(0, kept));
    }
  }

  @Test
  void noiseAtTheEndIsCutAndTold() throws Exception {
    List<byte[]> written = write(ONE_SEGMENT, 4);
    Path segment = Folders.only(folder(), ".log");
    byte[] whole = Files.readAllBytes(segment);
    byte[] noisy = Arrays.copyOf(whole, whole.length + 300);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = whole.length; i < noisy.length; i++) {
      noisy[i] = (byte) random.nextInt(1, 256);
    }
    assertRecovers(segment, noisy, written);
    assertThat(notices.toString())
        .contains(segment.toString(), "at byte " + whole.length, "300 bytes");
  }

  @Test
  void anyFlippedBitIsMendedAndTold() throws Exception {
    List<byte[]> written = write(ONE_SEGMENT, 3);
    Path segment = Folders.only(folder(), ".log");
    byte[] whole = Files.readAllBytes(segment);
    for (int at = 0; at < whole.length; at++) {
      notices.clear();
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      Files.write(segment, flipped);
      open(0, ONE_SEGMENT).close();
      assertRead(written);
      assertThat(notices).singleElement().asString().contains("mended", "at byte " + at + ":");
      assertThat(Files.readAllBytes(segment)).isEqualTo(whole);
    }
  }

  @Test
  void damageBeforeTheLastBatchIsRefusedWithItsPlace() throws Exception {
    List<byte[]> written = write(ONE_SEGMENT, 3);
    Path segment = Folders.only(folder(), ".log");
    byte[] whole = Files.readAllBytes(segment);
    int[] ends = ends(written);
    int header = SegmentFormat.HEADER_BYTES;
    for (int at = 0; at < ends[1] - 1; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 5;
      damaged[at + 1] ^= 9;
      Files.write(segment, damaged);
      int place = at < header ? 0 : at < ends[0] ? header : ends[0];
      assertThatThrownBy(() -> open(0, ONE_SEGMENT))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.DAMAGED))
          .hasMessageContaining(segment.toString())
          .hasMessageContaining("at byte " + place + ":");
      assertThat(Files.readAllBytes(segment)).as("nothing is touched").isEqualTo(damaged);
    }
  }

  @Test
  void aDamagedLastBatchIsCutAndTold() throws Exception {
    List<byte[]> written = write(ONE_SEGMENT, 3);
    Path segment = Folders.only(folder(), ".log");
    byte[] whole = Files.readAllBytes(segment);
    for (int at = ends(written)[1]; at < whole.length - 1; at++) {
      notices.clear();
      byte[] damaged = whole.clone();
      damaged[at] ^= 5;
      damaged[at + 1] ^= 9;
      assertRecovers(segment, damaged, written.subList(0, 2));
      assertThat(notices).hasSize(1);
    }
  }

  @Test
  void aMendedPayloadMustMakeSense() throws Exception {
    List<byte[]> written = write(ONE_SEGMENT, 3);
    Path segment = Folders.only(folder(), ".log");
    Folders.flip(segment, Files.size(segment) - 1, 3);
    readable = payload -> false;
    open(0, ONE_SEGMENT).close();
    assertRead(written.subList(0, 2));
    assertThat(notices).singleElement().asString().startsWith("cut ");
  }

  @Test
  void whatIsReadAroundDamageIsAllThatIsGood() throws Exception {
    List<byte[]> written = write(ONE_SEGMENT, 5);
    Path segment = Folders.only(folder(), ".log");
    int[] ends = ends(written);
    Folders.flip(segment, ends[1] - 1, 3);
    Folders.flip(segment, ends[1] - 2, 3);
    List<Long> numbers = new ArrayList<>();
    boolean holes =
        SegmentReader.readAround(
            Disk.real(),
            segment,
            Long.MAX_VALUE,
            new Rot(Disk.real(), true, notices::add),
            (number, payload) -> {
              numbers.add(number);
              assertThat(payload).isEqualTo(written.get((int) number - 1));
            });
    assertThat(holes).isTrue();
    assertThat(numbers).containsExactly(1L, 3L, 4L, 5L);
  }

  @Test
  void damageInAnOlderSegmentIsRefusedIfItIsNeeded() throws Exception {
    List<byte[]> written = write(MANY_SEGMENTS, 20);
    Path first = segments().get(0);
    Folders.flip(first, Files.size(first) - 1, 0);
    Folders.flip(first, Files.size(first) - 1, 3);
    assertThatThrownBy(() -> open(0, MANY_SEGMENTS)).hasMessageContaining(first.toString());
    long second = Journal.firstBatchOf(segments().get(1));
    open(second - 1, MANY_SEGMENTS).close();
    assertRead(written.subList((int) second - 1, 20));
  }

  @Test
  void aMissingSegmentIsRefused() throws Exception {
    write(MANY_SEGMENTS, 20);
    Files.delete(segments().get(1));
    assertThatThrownBy(() -> open(0, MANY_SEGMENTS))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.DAMAGED));
  }

  @Test
  void aSegmentThatACrashLeftWithoutAHeaderIsBegunAnew() throws Exception {
    List<byte[]> written = write(MANY_SEGMENTS, 20);
    Files.write(folder().resolve(StoreFolder.digits(21) + ".log"), new byte[40]);
    try (Journal journal = open(0, MANY_SEGMENTS)) {
      assertRead(written);
      assertThat(append(journal, payload(20, 30))).isEqualTo(21);
    }
    open(20, MANY_SEGMENTS).close();
    assertRead(List.of(payload(20, 30)));
  }

  @Test
  void aJournalBehindTheLedgerGoesOnInANewSegment() throws Exception {
    write(ONE_SEGMENT, 3);
    try (Journal journal = open(10, ONE_SEGMENT)) {
      assertThat(read).isEmpty();
      assertThat(append(journal, payload(10, 5))).isEqualTo(11);
    }
    open(10, ONE_SEGMENT).close();
    assertRead(List.of(payload(10, 5)));
    assertThat(notices).isEmpty();
  }

  @Test
  void segmentsAreDroppedOnlyBelowTheGivenBatch() throws Exception {
    write(MANY_SEGMENTS, 20);
    try (Journal journal = open(0, MANY_SEGMENTS)) {
      for (int through = 0; through <= 20; through++) {
        journal.drop(through, Long.MAX_VALUE, 0);
        assertThat(journal.firstBatch()).isEqualTo(Journal.firstBatch(journalFolder()));
        assertThat(journal.firstBatch()).isLessThanOrEqualTo(through + 1);
        long second =
            segments().size() > 1 ? Journal.firstBatchOf(segments().get(1)) : Long.MAX_VALUE;
        assertThat(second).isGreaterThan(through + 1);
      }
      append(journal, payload(20, 9));
    }
    open(20, MANY_SEGMENTS).close();
    assertRead(List.of(payload(20, 9)));
  }

  @Test
  void whatIsOwedIsKeptUpToABound() throws Exception {
    write(MANY_SEGMENTS, 40);
    // Batch n brought arrival n.
    for (long delivered : new long[] {0, 11, 25}) {
      try (Journal journal = open(Journal.firstBatch(journalFolder()) - 1, MANY_SEGMENTS)) {
        journal.drop(40, delivered, Long.MAX_VALUE);
        assertThat(journal.firstBatch()).isLessThanOrEqualTo(delivered + 1);
        long next = journal.segments() > 1 ? Journal.firstBatchOf(segments().get(1)) : 99;
        assertThat(next - 1).isGreaterThan(delivered);
      }
    }
    try (Journal journal = open(Journal.firstBatch(journalFolder()) - 1, MANY_SEGMENTS)) {
      long before = journal.bytes();
      journal.drop(40, 25, before - 1);
      assertThat(journal.bytes()).isLessThan(before);
      journal.drop(40, 25, 0);
      assertThat(journal.segments()).isEqualTo(1);
    }
  }

  @Test
  void anInterruptNeitherStopsAnAppendNorGetsLost() throws Exception {
    try (Journal journal = open(0, ONE_SEGMENT)) {
      Thread.currentThread().interrupt();
      append(journal, payload(0, 10));
      assertThat(Thread.interrupted()).isTrue();
      append(journal, payload(1, 10));
    }
    open(0, ONE_SEGMENT).close();
    assertRead(List.of(payload(0, 10), payload(1, 10)));
  }

  @Test
  void spaceIsAllocatedAheadAndGivenBackOnClose() throws Exception {
    try (Journal journal = open(0, ONE_SEGMENT)) {
      append(journal, payload(0, 10));
      Path segment = Folders.only(folder(), ".log");
      assertThat(Files.size(segment)).isEqualTo(512);
      append(journal, payload(1, 1_000));
      assertThat(Files.size(segment)).isEqualTo(1_536);
    }
    assertThat(Files.size(Folders.only(folder(), ".log"))).isEqualTo(24 + 16 + 10 + 16 + 1_000);
  }

  @Test
  void anOversizedBatchIsAMistake() throws Exception {
    try (Journal journal = open(0, ONE_SEGMENT)) {
      assertThatThrownBy(() -> journal.reserve(SegmentFormat.PAYLOAD_BYTES_MAX + 1))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private Path folder() {
    return root.resolve("journal");
  }

  private StoreFolder journalFolder() {
    return new StoreFolder(root, Disk.real());
  }

  private List<Path> segments() throws IOException {
    return Journal.segments(journalFolder());
  }

  private Journal open(long afterBatch, StoreSettings settings) throws IOException, StoreException {
    read.clear();
    SegmentReader.Sink sink =
        new SegmentReader.Sink() {
          private long expected = Math.max(afterBatch + 1, Journal.firstBatch(journalFolder()));

          @Override
          public void batch(long number, byte[] payload) {
            assertThat(number).isEqualTo(expected);
            expected++;
            read.add(payload);
          }

          @Override
          public boolean readable(byte[] payload) {
            return readable.test(payload);
          }
        };
    return Journal.open(
        journalFolder(), settings, afterBatch, sink, () -> afterBatch + read.size(), notices::add);
  }

  private List<byte[]> write(StoreSettings settings, int batches) throws Exception {
    List<byte[]> written = new ArrayList<>();
    try (Journal journal = open(0, settings)) {
      for (int i = 0; i < batches; i++) {
        written.add(payload(i, 10 + i));
        append(journal, written.get(i));
      }
    }
    return written;
  }

  private static long append(Journal journal, byte[] payload) throws IOException {
    if (journal.full()) {
      journal.rotate(journal.lastBatch());
    }
    journal.reserve(payload.length);
    return journal.append(payload);
  }

  private void assertRecovers(Path segment, byte[] content, List<byte[]> expected)
      throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.setLength(0);
      file.write(content);
    }
    byte[] next = payload(99, 21);
    try (Journal journal = open(0, ONE_SEGMENT)) {
      assertRead(expected);
      assertThat(append(journal, next)).isEqualTo(expected.size() + 1);
    }
    open(expected.size(), ONE_SEGMENT).close();
    assertRead(List.of(next));
  }

  private void assertRead(List<byte[]> expected) {
    assertThat(read.toArray(new byte[0][])).isDeepEqualTo(expected.toArray(new byte[0][]));
  }

  private static byte[] payload(int seed, int length) {
    byte[] payload = new byte[length];
    new SplittableRandom(seed).nextBytes(payload);
    payload[0] |= 1;
    return payload;
  }

  /** Where the records end. */
  private static int[] ends(List<byte[]> written) {
    int[] ends = new int[written.size()];
    int at = SegmentFormat.HEADER_BYTES;
    for (int i = 0; i < ends.length; i++) {
      at += SegmentFormat.RECORD_HEADER_BYTES + written.get(i).length;
      ends[i] = at;
    }
    return ends;
  }

  private static long countUpTo(int[] ends, int length) {
    return Arrays.stream(ends).filter(end -> end <= length).count();
  }
}
