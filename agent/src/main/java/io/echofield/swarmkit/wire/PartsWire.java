package io.echofield.swarmkit.wire;

import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The parts that frames and the store share: log ids, head signatures, health reports. Pure. */
final class PartsWire {
  static final int SCORE_MAX = 100;

  private PartsWire() {}

  static io.echofield.swarmkit.wire.v1.LogId toProto(LogId log) {
    return io.echofield.swarmkit.wire.v1.LogId.newBuilder()
        .setAuthor(Limits.proto(log.author().bytes()))
        .setEpoch(log.epoch())
        .build();
  }

  static LogId fromProto(io.echofield.swarmkit.wire.v1.LogId proto) throws Refusal {
    return new LogId(
        new Author(Limits.exactly(proto.getAuthor(), Author.BYTES, "log author")),
        proto.getEpoch());
  }

  static io.echofield.swarmkit.wire.v1.HeadSig toProto(HeadSig sig) {
    return io.echofield.swarmkit.wire.v1.HeadSig.newBuilder()
        .setLog(toProto(sig.log()))
        .setSeq(Limits.uint32(sig.seq(), "seq"))
        .setChain(Limits.proto(sig.chain()))
        .setSignature(Limits.proto(sig.signature()))
        .setPublicKey(Limits.proto(sig.publicKey()))
        .build();
  }

  static HeadSig fromProto(io.echofield.swarmkit.wire.v1.HeadSig proto) throws Refusal {
    return new HeadSig(
        fromProto(proto.getLog()),
        Limits.seq(proto.getSeq()),
        Limits.exactly(proto.getChain(), SwarmHash.CHAIN_BYTES, "chain"),
        Limits.exactly(proto.getSignature(), FrameEnvelope.SIGNATURE_BYTES, "head signature"),
        Limits.exactlyOrNone(proto.getPublicKey(), RosterWire.PUBLIC_KEY_BYTES, "public key"));
  }

  static io.echofield.swarmkit.wire.v1.HealthReport toProto(HealthReport report) {
    FrameBounds.require(report.readings().size(), HealthReport.READINGS_MAX, "readings");
    io.echofield.swarmkit.wire.v1.HealthReport.Builder proto =
        io.echofield.swarmkit.wire.v1.HealthReport.newBuilder()
            .setState(toProto(report.state()))
            .setScore(report.score())
            .setHlc(report.time().bits())
            .setUptimeSeconds(Limits.uint32(report.uptimeSeconds(), "uptime"))
            .setOutbox(Limits.uint32(report.outbox(), "outbox"))
            .setTasksOpen(Limits.uint32(report.tasksOpen(), "open tasks"))
            .setLedger(report.ledgerPrefix())
            .setPeers(Limits.uint32(report.peers(), "peers"));
    for (Reading reading : report.readings()) {
      proto.addReadings(
          io.echofield.swarmkit.wire.v1.Reading.newBuilder()
              .setName(reading.name())
              .setMilli(reading.milli())
              .setState(toProto(reading.state())));
    }
    return proto.build();
  }

  static HealthReport fromProto(io.echofield.swarmkit.wire.v1.HealthReport proto) throws Refusal {
    Limits.count(proto.getReadingsCount(), HealthReport.READINGS_MAX, "readings");
    List<Reading> readings = new ArrayList<>(proto.getReadingsCount());
    Set<String> names = new HashSet<>();
    for (io.echofield.swarmkit.wire.v1.Reading reading : proto.getReadingsList()) {
      Limits.require(Reading.isLegalName(reading.getName()), "reading name illegal");
      Limits.require(names.add(reading.getName()), "a reading comes twice");
      readings.add(new Reading(reading.getName(), reading.getMilli(), state(reading.getState())));
    }
    return new HealthReport(
        state(proto.getState()),
        Limits.between(proto.getScore(), 0, SCORE_MAX, "score"),
        Limits.time(proto.getHlc()),
        readings,
        Limits.unsigned(proto.getUptimeSeconds()),
        Limits.unsigned(proto.getOutbox()),
        Limits.unsigned(proto.getTasksOpen()),
        proto.getLedger(),
        Limits.between(proto.getPeers(), 0, Integer.MAX_VALUE, "peers"));
  }

  private static io.echofield.swarmkit.wire.v1.HealthState toProto(HealthState state) {
    return switch (state) {
      case OK -> io.echofield.swarmkit.wire.v1.HealthState.HEALTH_STATE_OK;
      case DEGRADED -> io.echofield.swarmkit.wire.v1.HealthState.HEALTH_STATE_DEGRADED;
      case CRITICAL -> io.echofield.swarmkit.wire.v1.HealthState.HEALTH_STATE_CRITICAL;
      case OFFLINE -> io.echofield.swarmkit.wire.v1.HealthState.HEALTH_STATE_OFFLINE;
    };
  }

  private static HealthState state(io.echofield.swarmkit.wire.v1.HealthState proto) throws Refusal {
    return switch (proto) {
      case HEALTH_STATE_OK -> HealthState.OK;
      case HEALTH_STATE_DEGRADED -> HealthState.DEGRADED;
      case HEALTH_STATE_CRITICAL -> HealthState.CRITICAL;
      case HEALTH_STATE_OFFLINE -> HealthState.OFFLINE;
      case HEALTH_STATE_UNSPECIFIED, UNRECOGNIZED -> throw new Refusal("health state unknown");
    };
  }
}
