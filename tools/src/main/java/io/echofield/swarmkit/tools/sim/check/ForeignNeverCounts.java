package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;

/**
 * V-17: what was written in another swarm is proven here by nothing and carried out by nobody, and
 * every entry has the id that this swarm gives its bytes.
 */
final class ForeignNeverCounts extends Checker {
  @Override
  public int invariant() {
    return 17;
  }

  @Override
  public void committed(VirtualNode node, Event event, Outcome outcome) {
    for (Write write : outcome.writes()) {
      if (write instanceof Write.Append append) {
        taken(node, append.stored().entry(), append.stored().proven());
      }
    }
  }

  private void taken(VirtualNode node, Entry entry, boolean proven) {
    EntryId id = world().swarm().parts().hash().entryId(entry.canonical());
    if (!id.equals(entry.id())) {
      violated(
          node, "took an entry under the id " + entry.id() + ", which is not that of its bytes");
    } else if (proven && foreign(entry.canonical())) {
      violated(node, "took the signature on an entry of another swarm for a valid one");
    }
  }

  @Override
  public void started(VirtualNode node, Job.RunRemedy job) {
    boolean foreign =
        node.store().reader().byPrefix(job.task().bytes(), 1).stream()
            .anyMatch(stored -> foreign(stored.entry().canonical()));
    if (foreign) {
      violated(node, "carries out a task of another swarm");
    }
  }

  private boolean foreign(Bytes canonical) {
    return world().hostile().foreign().contains(canonical);
  }
}
