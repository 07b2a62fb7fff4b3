package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.ledger.Entry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Entries that are larger than a link's frame: cut for sending, put together when heard.
 *
 * <p>Pieces come in any order, repeated, of any length and from several senders. Whether the whole
 * hashes to the id is for the user to check: nothing here is proven. So is whether the entry is
 * held already, before a piece is given here. One thread; times are monotonic milliseconds.
 */
final class Fragments {
  /** Entries in the making; one more drops the one that was heard of the longest ago. */
  static final int PARTIALS_MAX = 16;

  /** How often the rest of an entry is asked for before it is given up. */
  static final int QUESTIONS_MAX = 8;

  // fixed
  private final long waitMillis;

  // in the order of the newest piece
  private final Map<Key, Partial> partials = new LinkedHashMap<>();

  // since the start
  private long refused;

  private record Key(Bytes id, int total) {}

  private static final class Partial {
    private final byte[] bytes;
    private final BitSet present = new BitSet();
    private long askMono;
    private int questions;

    Partial(int total) {
      bytes = new byte[total];
    }
  }

  /**
   * Nothing heard yet.
   *
   * @param waitMillis how long after a piece that was new, or after it was asked for, the rest of
   *     an entry is asked for
   */
  Fragments(long waitMillis) {
    this.waitMillis = waitMillis;
  }

  /**
   * The pieces of an entry from a byte on, ascending, each as large as fits a frame.
   *
   * @param offset the first byte that is sent; beyond the end there are no pieces
   * @throws IllegalArgumentException if not even one byte fits
   */
  static List<Message.Frag> cut(Entry entry, int offset, FrameCodec codec, int frameBytesMax) {
    int room = frameBytesMax - codec.fragOverheadBytes();
    if (room < 1) {
      throw new IllegalArgumentException("a frame of " + frameBytesMax + " bytes fits no piece");
    }
    Bytes whole = entry.canonical();
    List<Message.Frag> pieces = new ArrayList<>();
    for (int at = offset; at < whole.size(); at += room) {
      Bytes piece = whole.slice(at, Math.min(whole.size(), at + room));
      pieces.add(new Message.Frag(entry.id().prefix(), whole.size(), at, piece));
    }
    return pieces;
  }

  /**
   * Takes a piece; gives the whole, and forgets it, once there is no gap. A piece that contradicts
   * an earlier one is refused and counted.
   *
   * @param frag its piece within its total, and that within {@link Entry#BYTES_MAX}, as a codec
   *     makes sure
   */
  Optional<Bytes> take(Message.Frag frag, long nowMono) {
    Key key = new Key(frag.id(), frag.total());
    Partial partial = partials.get(key);
    if (partial == null) {
      makeRoom();
      partial = new Partial(frag.total());
    } else if (contradicts(partial, frag)) {
      refused++;
      return Optional.empty();
    }
    int before = partial.present.cardinality();
    frag.bytes().copyTo(partial.bytes, frag.offset());
    partial.present.set(frag.offset(), frag.offset() + frag.bytes().size());
    if (partial.present.cardinality() > before) {
      partial.askMono = nowMono + waitMillis;
    }
    partials.remove(key);
    if (partial.present.cardinality() < frag.total()) {
      partials.put(key, partial);
      return Optional.empty();
    }
    return Optional.of(Bytes.copyOf(partial.bytes));
  }

  /**
   * The entries whose rest has been missing for the time to wait, each with the offset of its first
   * missing byte: to be asked for now. The waiting begins anew; what was asked for {@link
   * #QUESTIONS_MAX} times is forgotten instead.
   *
   * @param max of them; the rest goes on waiting to be asked for
   */
  List<Message.Want.Item> missing(int max, long nowMono) {
    List<Message.Want.Item> missing = new ArrayList<>();
    Iterator<Map.Entry<Key, Partial>> all = partials.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Key, Partial> next = all.next();
      Partial partial = next.getValue();
      if (nowMono >= partial.askMono && partial.questions == QUESTIONS_MAX) {
        all.remove();
      } else if (nowMono >= partial.askMono && missing.size() < max) {
        partial.questions++;
        partial.askMono = nowMono + waitMillis;
        missing.add(new Message.Want.Item(next.getKey().id(), partial.present.nextClearBit(0)));
      }
    }
    return missing;
  }

  /** When {@link #missing} has something to tell next, or {@link Long#MAX_VALUE}. */
  long dueMono() {
    return partials.values().stream().mapToLong(p -> p.askMono).min().orElse(Long.MAX_VALUE);
  }

  /** The entry came whole by another way, or is not wanted any more. */
  void forget(EntryId id) {
    partials.keySet().removeIf(key -> key.id().equals(id.prefix()));
  }

  /** Entries in the making. */
  int size() {
    return partials.size();
  }

  /** Pieces that contradicted earlier ones. */
  long refused() {
    return refused;
  }

  private void makeRoom() {
    if (partials.size() >= PARTIALS_MAX) {
      partials.remove(partials.keySet().iterator().next());
    }
  }

  private static boolean contradicts(Partial partial, Message.Frag frag) {
    byte[] piece = frag.bytes().toArray();
    for (int i = 0; i < piece.length; i++) {
      int at = frag.offset() + i;
      if (partial.present.get(at) && partial.bytes[at] != piece[i]) {
        return true;
      }
    }
    return false;
  }
}
