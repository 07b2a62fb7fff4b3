package io.echofield.swarmkit.tools.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types every {@code shell} block of the README, in order, as a newcomer would. */
class ReadmeIT {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```shell\\n(.*?)^```$");
  private static final Pattern AGENT = Pattern.compile("(?m)^tools/echofield agent run .*&$");
  private static final Pattern STOP = Pattern.compile("(?m)^tools/echofield agent stop .*$");
  private static final Pattern MAY_BE_DEGRADED =
      Pattern.compile("(0 .*)|([02] (status|node list|health show|demo).*)");

  /** Writes down how each command ended; a busy machine is degraded, which is no fault of ours. */
  private static final String BOOK =
      """
      tools/echofield() {
        local status=0
        command "$PWD/tools/echofield" "$@" || status=$?
        echo "$status $*" >>"$PWD/book"
        [[ $status == 2 ]] || return "$status"
      }
      set -euo pipefail
      """;

  @Test
  void everyCommandOfTheReadmeWorks(@TempDir Path folder) throws Exception {
    try (Lab lab = new Lab(folder)) {
      Path project = lab.home().resolve("../../..").toRealPath();
      thisBuildIsTheOneToRun(project);
      Path tools = Files.createSymbolicLink(folder.resolve("tools"), project.resolve("tools"));
      List<String> blocks = blocks(Files.readString(project.resolve("README.md")), folder);
      assertThat(blocks).hasSizeGreaterThan(5);
      int running = 0;
      for (String block : blocks) {
        Path script = Files.writeString(folder.resolve("block.sh"), BOOK + block);
        Lab.Result result = lab.runProgram(List.of("bash", script.toString()));
        assertThat(result.exit()).as("%s%n%s", block, result).isZero();
        running += count(AGENT, block) - count(STOP, block);
        awaitAgents(lab, running);
      }
      Files.delete(tools);
      assertThat(running).as("agents that the README leaves running").isZero();
      assertThat(Files.readAllLines(folder.resolve("book")))
          .isNotEmpty()
          .allMatch(line -> MAY_BE_DEGRADED.matcher(line).matches());
    }
  }

  /** The launcher would build again in the middle of a build that was not its own. */
  private static void thisBuildIsTheOneToRun(Path project) throws IOException {
    Path stamp = project.resolve("tools/target/dist.stamp");
    Files.deleteIfExists(stamp);
    Files.createFile(stamp);
  }

  private static List<String> blocks(String readme, Path folder) throws IOException {
    String port = Integer.toString(Lab.freePort());
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(readme);
    while (matcher.find()) {
      blocks.add(
          matcher.group(1).replace("/tmp/", folder + "/").replace("18830", port));
    }
    return blocks;
  }

  /** People type slower than an agent starts. */
  private static void awaitAgents(Lab lab, int count) {
    await(count + " agents run, with their brokers")
        .atMost(Lab.START_MAX)
        .untilAsserted(
            () -> {
              List<Lab.Node> nodes = lab.registered();
              assertThat(nodes).hasSize(count);
              assertThat(nodes)
                  .allMatch(
                      node -> {
                        String broker = node.ask("status", Map.of()).text("broker");
                        return broker.isEmpty() || broker.endsWith(" running");
                      });
            });
  }

  private static int count(Pattern pattern, String text) {
    return (int) pattern.matcher(text).results().count();
  }
}
