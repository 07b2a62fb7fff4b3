package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.ledger.FingerprintTree;
import io.echofield.swarmkit.core.ledger.LiveIndex;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.core.time.HybridTime;
import java.util.ArrayList;
import java.util.List;

/** Descriptions of {@link GoldenLedger}: what they say of each range is so. */
final class GoldenRanges {
  /** The counter of the beacon that is answered. */
  private static final long SALT = 299;

  private final Message.Ranges.Space space;
  private final FingerprintTree tree;
  private final List<Message.Ranges.Range> ranges = new ArrayList<>();
  private Bytes lower = Bytes.EMPTY;

  private GoldenRanges(Message.Ranges.Space space, FingerprintTree tree) {
    this.space = space;
    this.tree = tree;
  }

  /**
   * One range of each content over the whole of LIVE. Between the two epochs there is nothing: a
   * list of no ids, which is read although nodes say empty instead.
   */
  static Message live(Message.Stamp stamp) {
    GoldenRanges live = new GoldenRanges(Message.Ranges.Space.LIVE, GoldenLedger.live());
    live.skip(live.boundAt(3));
    live.fingerprint(live.boundAt(6));
    live.list(key(1, 0), EntryId.PREFIX_BYTES);
    live.list(key(2, 0), EntryId.PREFIX_BYTES);
    live.fingerprint(key(2, 100));
    live.empty(Bytes.EMPTY);
    return live.message(stamp);
  }

  /** With whole ids, and bounds as long as a record; it does not reach the end of its space. */
  static Message longLive(Message.Stamp stamp) {
    GoldenRanges live = new GoldenRanges(Message.Ranges.Space.LIVE, GoldenLedger.live());
    List<Bytes> records = live.tree.records(Bytes.EMPTY, Bytes.EMPTY, 10);
    live.skip(records.get(4));
    live.list(next(records.get(4)), EntryId.BYTES);
    live.list(records.get(8), EntryId.BYTES);
    return live.message(stamp);
  }

  /**
   * What opens a comparison of HEADS, with one bound as long as a record and nothing at the end.
   */
  static Message heads(Message.Stamp stamp) {
    GoldenRanges heads = new GoldenRanges(Message.Ranges.Space.HEADS, GoldenLedger.heads());
    heads.fingerprint(heads.boundAt(1));
    heads.skip(heads.boundAt(2));
    heads.fingerprint(heads.tree.records(Bytes.EMPTY, Bytes.EMPTY, 4).get(3));
    heads.fingerprint(Bytes.ofHex("ff"));
    heads.empty(Bytes.EMPTY);
    return heads.message(stamp);
  }

  private Message message(Message.Stamp stamp) {
    return new Message.Ranges(space, stamp, SALT, ranges);
  }

  /** A bound of LIVE some half minutes after the first epoch began. */
  private static Bytes key(int halves, int counter) {
    HybridTime time = GoldenVectors.TIME;
    HybridTime begun = HybridTime.ofWall(time.wallMillis() + 30_000L * halves);
    return Bytes.ofHex(String.format("%012x", begun.bits() + counter));
  }

  /** The least bound after a record. */
  private static Bytes next(Bytes record) {
    byte[] bytes = record.toArray();
    bytes[bytes.length - 1]++;
    return Bytes.copyOf(bytes);
  }

  private Bytes boundAt(long index) {
    return tree.boundAt(Bytes.EMPTY, Bytes.EMPTY, index);
  }

  private void skip(Bytes upper) {
    add(upper, new Message.Ranges.Content.Skip());
  }

  private void fingerprint(Bytes upper) {
    long bits = GoldenLedger.fingerprint(space, SALT, tree.summary(lower, upper));
    add(upper, new Message.Ranges.Content.Fingerprint(bits));
  }

  private void list(Bytes upper, int idBytes) {
    List<Bytes> ids = new ArrayList<>();
    for (Bytes record : tree.records(lower, upper, Integer.MAX_VALUE)) {
      ids.add(LiveIndex.id(record).bytes().slice(0, idBytes));
    }
    add(upper, new Message.Ranges.Content.Items(ids));
  }

  private void empty(Bytes upper) {
    if (tree.summary(lower, upper).count() != 0) {
      throw new IllegalStateException("a range that is called empty is empty");
    }
    add(upper, new Message.Ranges.Content.Empty());
  }

  private void add(Bytes upper, Message.Ranges.Content content) {
    ranges.add(new Message.Ranges.Range(upper, content));
    lower = upper;
  }
}
