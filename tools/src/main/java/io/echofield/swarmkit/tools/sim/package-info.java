/**
 * The simulator: schedules of bad days, run against the shipping core in virtual time and watched
 * by checkers.
 */
package io.echofield.swarmkit.tools.sim;
