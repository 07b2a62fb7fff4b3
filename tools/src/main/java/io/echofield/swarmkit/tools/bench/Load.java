package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.lab.CoreLikeWrites;
import io.echofield.swarmkit.lab.CoreLikeWrites.Turn;
import io.echofield.swarmkit.wire.EntryWire;
import java.util.List;
import java.util.stream.Stream;

/** What is written in benchmarks of the store. The same in every round and every run. */
final class Load {
  private static final long SEED = 1;

  static final SwarmId SWARM = new SwarmId(Bytes.copyOf(new byte[SwarmId.BYTES]));
  static final SwarmHash HASH = new SwarmHash(SWARM);
  static final EntryCodec CODEC = new EntryWire(HASH);

  private Load() {}

  /** The entries from the first one on, made one by one. */
  static CoreLikeWrites source() {
    return new CoreLikeWrites(SEED, CODEC);
  }

  /** The first entries, made beforehand. */
  static List<Turn> turns(int entries) {
    return Stream.generate(source()::next).limit(entries).toList();
  }

  /** Mean length of an entry, in bytes. */
  static int meanBytes(List<Turn> turns) {
    return (int)
        Math.round(
            turns.stream()
                .mapToInt(turn -> turn.stored().entry().canonical().size())
                .average()
                .orElseThrow());
  }
}
