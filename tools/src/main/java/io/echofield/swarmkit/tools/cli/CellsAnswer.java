package io.echofield.swarmkit.tools.cli;

import io.echofield.swarmkit.api.ApiAnswer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.tools.sim.CellsRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code sim run cells} says. */
record CellsAnswer(CellsRun.Options options, CellsRun.Result result) {
  ApiAnswer document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "echofield.sim.cells/1");
    document.put("nodes", options.nodes());
    document.put("cells", result.cells());
    document.put("hops", result.hops());
    document.put("tasks", options.tasks());
    document.put("converged", result.converged());
    if (result.converged()) {
      document.put("converged_ms", result.convergedMillis());
      document.put("beacon_intervals", rounded(result.beaconIntervals(), 1_000));
    }
    document.put("frames_per_node", rounded(result.framesPerNode(), 10));
    document.put("bytes_per_node", Math.round(result.bytesPerNode()));
    document.put("heap_bytes_per_node", Math.round(result.heapPerNode()));
    document.put("seconds", result.nanos() / 1_000_000_000L);
    return new ApiAnswer(result.converged() ? Exit.OK : Exit.FAILED, document);
  }

  private static double rounded(double number, int parts) {
    return (double) Math.round(number * parts) / parts;
  }

  List<String> lines() {
    return List.of(result.line(options));
  }
}
