package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.FingerprintTree;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.LiveIndex;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.ledger.TaskFold;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.sync.Message;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What follows from {@link GoldenLedger} as a whole: one name and one value a line. */
final class LedgerList {
  /** The counter of {@code frame-beacon} and the one after it. */
  private static final List<Long> SALTS = List.of(300L, 301L);

  private final SortedMap<String, Entry> held = GoldenLedger.held();
  private final Map<String, String> lines = new LinkedHashMap<>();

  private LedgerList() {}

  static String text() {
    return new LedgerList().all();
  }

  private String all() {
    held.forEach((name, entry) -> put("held." + name, entry.id()));
    chains();
    items();
    space("heads", Message.Ranges.Space.HEADS, GoldenLedger.heads());
    space("live", Message.Ranges.Space.LIVE, GoldenLedger.live());
    live();
    tasks();
    buckets();
    return lines.entrySet().stream()
        .map(line -> line.getKey() + " " + line.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private void put(String name, Object value) {
    lines.put(name, value.toString());
  }

  private void chains() {
    chain(GoldenLedger.RUN);
    chain(GoldenLedger.SHARED);
    chain(List.of("entry-shared-create", "entry-shared-fork"));
    chain(
        List.of(
            "entry-create",
            "entry-create-full",
            "entry-edit",
            "entry-cancel",
            "entry-reopen",
            "entry-approve"));
    chain(List.of("entry-epoch-start"));
    chain(
        List.of("entry-roster-first-rover", "entry-roster-first-base", "entry-roster-first-pause"));
    for (HeadSig signature : GoldenLedger.signatures()) {
      put("head-signature." + name(signature.log()) + "." + signature.seq(), signature.signature());
    }
  }

  /** The value after each entry of a branch. */
  private void chain(List<String> branch) {
    for (int i = 0; i < branch.size(); i++) {
      if (held.get(branch.get(i)).seq() != i + 1) {
        throw new IllegalStateException(branch.get(i) + " is not entry " + (i + 1));
      }
      put("chain." + branch.get(i), GoldenLedger.chain(branch.subList(0, i + 1)));
    }
  }

  /** Records of HEADS in their order: the item's hash is what comes after the key. */
  private void items() {
    for (Bytes record : GoldenLedger.heads().records(Bytes.EMPTY, Bytes.EMPTY, held.size())) {
      LogId log = LogId.ofKey(record);
      Message.Heads.Item item = GoldenLedger.item(log);
      Bytes bytes =
          log.key()
              .concat(number(item.maxSeq()))
              .concat(number(item.count()))
              .concat(item.sum().bytes())
              .concat(number(item.signedSeq()));
      Bytes hash = record.slice(LogId.KEY_BYTES, record.size());
      if (!hash.equals(sha256(bytes))) {
        throw new IllegalStateException("an item is hashed as it stands in PROTOCOL.md");
      }
      put("item." + name(log), bytes);
      put("item-hash." + name(log), hash);
    }
  }

  private void space(String name, Message.Ranges.Space space, FingerprintTree tree) {
    FingerprintTree.Summary whole = tree.summary(Bytes.EMPTY, Bytes.EMPTY);
    put(name + ".count", whole.count());
    put(name + ".sum", whole.sum().bytes());
    for (long salt : SALTS) {
      fingerprint(name + ".fingerprint." + salt, space, salt, whole);
    }
    long salt = SALTS.get(0);
    fingerprint(
        name + ".fingerprint-of-nothing." + salt, space, salt, FingerprintTree.Summary.NONE);
  }

  private void fingerprint(
      String name, Message.Ranges.Space space, long salt, FingerprintTree.Summary part) {
    put(name, String.format("%016x", GoldenLedger.fingerprint(space, salt, part)));
  }

  private void live() {
    for (Bytes record : GoldenLedger.live().records(Bytes.EMPTY, Bytes.EMPTY, held.size())) {
      String name =
          held.entrySet().stream()
              .filter(entry -> entry.getValue().id().equals(LiveIndex.id(record)))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElseThrow();
      put("live." + name, record);
    }
  }

  private void tasks() {
    TaskFold fold = new TaskFold(GoldenVectors.HASH);
    held.forEach(
        (name, entry) -> {
          if (entry.body() instanceof Body.Create) {
            TaskId task = TaskId.of(entry.id());
            put("task." + name, task.bytes());
            for (TestKeys key : GoldenVectors.KEYS) {
              long rank = GoldenVectors.HASH.rank(task.bytes(), key.author());
              put("rank." + name + "." + name(key.author()), String.format("%016x", rank));
            }
            TaskView view = GoldenLedger.ledger().task(task.key()).orElseThrow();
            put("view." + name, fold.canonical(view));
          }
        });
  }

  /** Buckets that have a task, made from the views; the real ledger hash must follow from them. */
  private void buckets() {
    TaskFold fold = new TaskFold(GoldenVectors.HASH);
    SortedMap<Integer, List<Bytes>> buckets = new TreeMap<>();
    for (TaskKey key : GoldenLedger.ledger().reader().tasks(Optional.empty(), held.size())) {
      Bytes view = fold.canonical(GoldenLedger.ledger().task(key).orElseThrow());
      Bytes prefixed = number(view.size()).slice(2, 4).concat(view);
      buckets.computeIfAbsent(key.bytes().at(0) & 0xff, b -> new ArrayList<>()).add(prefixed);
    }
    MessageDigest all = SwarmHash.sha256();
    for (int first = 0; first < 256; first++) {
      Bytes hash = Bytes.copyOf(new byte[32]);
      if (buckets.containsKey(first)) {
        hash = sha256(buckets.get(first).stream().reduce(Bytes.EMPTY, Bytes::concat));
        put(String.format("bucket.%02x", first), hash);
      }
      hash.into(all);
    }
    Bytes whole = GoldenLedger.ledger().hash();
    if (!whole.equals(Bytes.copyOf(all.digest()))) {
      throw new IllegalStateException("the ledger hash is made as it stands in PROTOCOL.md");
    }
    put("ledger-hash", whole);
  }

  private static String name(LogId log) {
    return name(log.author()) + "." + String.format("%08x", log.epoch());
  }

  private static String name(Author author) {
    return author.equals(GoldenVectors.ROVER.author())
        ? "rover-07"
        : author.equals(GoldenVectors.BASE.author()) ? "base" : "authority";
  }

  private static Bytes sha256(Bytes content) {
    return Bytes.copyOf(SwarmHash.sha256().digest(content.toArray()));
  }

  /** 4 bytes, big-endian. */
  private static Bytes number(long value) {
    return Bytes.ofHex(String.format("%08x", value));
  }
}
