package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.sync.Channel;
import java.util.Optional;

/** Something to hand to a link once the outcome's writes are durable. */
public sealed interface Send {
  LinkName link();

  /** A frame. */
  record OfFrame(LinkName link, Channel channel, int slot, Bytes frame) implements Send {}

  /** This node's health for people, to be rendered as JSON; no report: the node goes offline. */
  record OfHealth(LinkName link, long session, Optional<HealthReport> report) implements Send {}
}
