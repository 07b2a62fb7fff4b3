/**
 * A swarm in one thread and virtual time: real nodes on links, brokers, disks and clocks that are
 * as bad as asked for. Tests and the simulator share it; nothing of a running agent uses it.
 */
package io.echofield.swarmkit.lab.swarm;
