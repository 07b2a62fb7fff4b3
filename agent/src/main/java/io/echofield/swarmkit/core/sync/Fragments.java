package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Provisional. */
final class Fragments {
  private final SortedMap<Bytes, SortedMap<Integer, Bytes>> partials = new TreeMap<>();
  private final SortedMap<Bytes, Long> since = new TreeMap<>();

  static List<Message.Frag> cut(Entry entry, FrameCodec codec, int frameBytesMax) {
    List<Message.Frag> pieces = new ArrayList<>();
    Bytes all = entry.canonical();
    int room = frameBytesMax - codec.fragOverheadBytes();
    for (int from = 0; from < all.size(); from += room) {
      pieces.add(
          new Message.Frag(
              entry.id().prefix(),
              all.size(),
              from,
              all.slice(from, Math.min(all.size(), from + room))));
    }
    return pieces;
  }

  Optional<Bytes> take(Message.Frag piece, long nowMono) {
    SortedMap<Integer, Bytes> parts = partials.computeIfAbsent(piece.id(), id -> new TreeMap<>());
    since.put(piece.id(), nowMono);
    parts.put(piece.offset(), piece.bytes());
    Bytes all = Bytes.EMPTY;
    for (var part : parts.entrySet()) {
      if (part.getKey() > all.size()) {
        return Optional.empty();
      }
      all = all.slice(0, part.getKey()).concat(part.getValue());
    }
    if (all.size() < piece.total()) {
      return Optional.empty();
    }
    partials.remove(piece.id());
    since.remove(piece.id());
    return Optional.of(all);
  }

  boolean isEmpty() {
    return partials.isEmpty();
  }

  List<Message.Want.Item> missing(long beforeMono) {
    List<Message.Want.Item> missing = new ArrayList<>();
    for (var partial : partials.entrySet()) {
      if (since.get(partial.getKey()) <= beforeMono) {
        missing.add(new Message.Want.Item(partial.getKey(), 0));
      }
    }
    return missing;
  }
}
