/** One checker for each invariant of the protocol. */
package io.echofield.swarmkit.tools.sim.check;
