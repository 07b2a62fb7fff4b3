package io.echofield.swarmkit.core.ledger;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.testkit.TaskHistories;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A verdict about authors and keys, as any roster might give it. */
record ToyStanding(
    SwarmHash hash, List<Author> writers, List<Author> operators, List<ToyKeys> known)
    implements Standing {
  /** Several rosters, among them ones where some authors do not count or some keys are unknown. */
  static List<Standing> several(TaskHistories histories) {
    List<Standing> standings = new ArrayList<>();
    SwarmHash hash = histories.swarm.hash();
    List<Author> all = histories.authors();
    List<Author> operator = List.of(histories.operator.author());
    standings.add(new ToyStanding(hash, all, operator, histories.keys()));
    standings.add(new ToyStanding(hash, all, all, histories.keys()));
    standings.add(new ToyStanding(hash, all.subList(0, 4), operator, histories.keys()));
    standings.add(new ToyStanding(hash, all, operator, List.of(histories.creator)));
    for (int i = 0; i < 4; i++) {
      standings.add(
          new ToyStanding(
              hash,
              histories.subset(all),
              histories.subset(all),
              histories.subset(histories.keys())));
    }
    return standings;
  }

  @Override
  public boolean mayWrite(Author author) {
    return writers.contains(author);
  }

  @Override
  public boolean operator(Author author) {
    return operators.contains(author);
  }

  @Override
  public boolean proven(StoredEntry stored) {
    Entry entry = stored.entry();
    Map<Author, Bytes> keys = new TreeMap<>();
    known.forEach(key -> keys.put(key.author(), key.publicKey()));
    return entry.signed()
        && keys.containsKey(entry.author())
        && ToyKeys.VERIFIER.verify(
            keys.get(entry.author()), hash.entrySignInput(entry.unsignedPart()), entry.signature());
  }
}
