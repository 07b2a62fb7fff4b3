package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One side of a range-based set reconciliation as the published wire specification of Negentropy
 * has it (protocol version 1), made anew from that text to know what it costs: 16-byte
 * fingerprints, 32-byte ids, 16 parts, lists of fewer than 32 items, timestamps as differences.
 *
 * <p>No limit of frames. One thread.
 */
final class Negentropy {
  private static final int PARTS = 16;
  private static final int LIST_ITEMS_BELOW = 2 * PARTS;

  private final NegentropySet items;
  private final boolean initiator;
  private final List<Bytes> have = new ArrayList<>();
  private final List<Bytes> need = new ArrayList<>();

  /** What a whole reconciliation cost, and what the side that began it learned. */
  record Cost(long bytes, int messages, List<Bytes> have, List<Bytes> need) {}

  private Negentropy(NegentropySet items, boolean initiator) {
    this.items = items;
    this.initiator = initiator;
  }

  /** Lets one side reconcile with the other until it knows what each of them lacks. */
  static Cost reconcile(NegentropySet mine, NegentropySet others) {
    Negentropy client = new Negentropy(mine, true);
    Negentropy server = new Negentropy(others, false);
    long bytes = 0;
    int messages = 0;
    byte[] query = client.begin();
    do {
      byte[] answer = server.answer(query);
      bytes += query.length + answer.length;
      messages += 2;
      query = client.answer(answer);
    } while (query.length > 1);
    return new Cost(bytes, messages, client.have, client.need);
  }

  private byte[] begin() {
    NegentropyWriter out = new NegentropyWriter();
    describe(0, items.size(), NegentropySet.Bound.END, out);
    return out.bytes();
  }

  private byte[] answer(byte[] message) {
    NegentropyReader in = new NegentropyReader(message);
    NegentropyWriter out = new NegentropyWriter();
    NegentropySet.Bound before = NegentropySet.Bound.START;
    int from = 0;
    boolean skipped = false;
    while (in.hasMore()) {
      NegentropySet.Bound to = in.bound();
      int until = items.firstNotBelow(to, from);
      boolean silent =
          switch (in.mode()) {
            case SKIP -> true;
            case FINGERPRINT -> in.fingerprint().equals(items.fingerprint(from, until));
            case ID_LIST -> compare(in.ids(), from, until);
          };
      if (silent) {
        skipped = true;
      } else {
        if (skipped) {
          out.skip(before);
          skipped = false;
        }
        if (in.mode() == NegentropyWriter.Mode.FINGERPRINT) {
          describe(from, until, to, out);
        } else {
          out.ids(to, items.ids(from, until));
        }
      }
      from = until;
      before = to;
    }
    return out.bytes();
  }

  /** True if there is nothing to answer: the side that began knows both lists now. */
  private boolean compare(List<Bytes> theirs, int from, int until) {
    if (initiator) {
      List<Bytes> mine = items.ids(from, until);
      Set<Bytes> known = new HashSet<>(theirs);
      mine.stream().filter(id -> !known.contains(id)).forEach(have::add);
      mine.forEach(known::remove);
      need.addAll(known);
    }
    return initiator;
  }

  /** A short range as a list, a longer one as the fingerprints of its parts. */
  private void describe(int from, int until, NegentropySet.Bound end, NegentropyWriter out) {
    int count = until - from;
    if (count < LIST_ITEMS_BELOW) {
      out.ids(end, items.ids(from, until));
      return;
    }
    int at = from;
    for (int part = 0; part < PARTS; part++) {
      int next = at + count / PARTS + (part < count % PARTS ? 1 : 0);
      NegentropySet.Bound bound = next == until ? end : items.boundBefore(next);
      out.fingerprint(bound, items.fingerprint(at, next));
      at = next;
    }
  }
}
