/**
 * A simulated cluster, of which the truth is known, seen by the daemon's own correlation and rules.
 *
 * <p>A {@link io.greenlang.patroni.monitor.simulation.Scenario} is a list of faults at rounds. {@code World}, {@code Machine},
 * {@code Patroni} and {@code Dcs} live through it; {@code Eye} and {@code Sources} see of it what the poll would;
 * {@code Run} has it judged; every {@code Invariant} holds each round's report against the truth. {@code Hunt} makes scenarios
 * from seeds, and shrinks one that breaks a promise to the few lines that become a named test.
 */
package io.greenlang.patroni.monitor.simulation;
