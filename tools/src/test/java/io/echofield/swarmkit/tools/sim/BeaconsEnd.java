package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.node.Send;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.lab.swarm.Tamper;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import java.util.List;

/** A node that looks after what brokers keep of it for so long only. */
record BeaconsEnd(long afterMillis) implements Tamper {
  @Override
  public Outcome outcome(VirtualNode node, Event event, Outcome o) {
    List<Send> sends =
        event.now().monoMillis() < afterMillis
            ? o.sends()
            : o.sends().stream()
                .filter(s -> !(s instanceof Send.OfFrame f) || f.channel() != Channel.BEACON)
                .toList();
    return new Outcome(o.writes(), o.kept(), sends, o.replies(), o.jobs(), o.wakeAtMonoMillis());
  }
}
