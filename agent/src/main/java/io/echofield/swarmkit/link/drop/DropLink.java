package io.echofield.swarmkit.link.drop;
public final class DropLink implements io.echofield.swarmkit.link.Link {
  public DropLink(DropLinkSettings s) { throw new IllegalStateException(s.toString()); }
  @Override public io.echofield.swarmkit.core.id.LinkName name() { return null; }
  @Override public io.echofield.swarmkit.core.sync.LinkLimits limits() { return null; }
  @Override public void start(io.echofield.swarmkit.link.LinkHello hello, io.echofield.swarmkit.link.LinkEvents events) {}
  @Override public boolean offer(io.echofield.swarmkit.link.Outgoing outgoing) { return false; }
  @Override public void stop(long graceMillis) {}
  @Override public io.echofield.swarmkit.link.LinkStatus status() { return null; }
}
