// SPDX-License-Identifier: Apache-2.0
/**
 * The command line's frame: what all commands share. The problem: a tool that is used twice a year, at night, when a
 * certificate has run out, by a person or by a script.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.cli.Strongpost} takes the arguments, finds the command and turns what it comes to into an
 *       {@link dev.strongpost.cli.terminal.ExitCode}.
 *   <li>{@link dev.strongpost.cli.terminal.CommandContext} is what a command knows of the world: where it writes, the
 *         clock, passwords, progress.
 *   <li>{@link dev.strongpost.cli.terminal.Terminal} tells whether somebody is looking, {@link
 *       dev.strongpost.cli.terminal.AnsiStyle} colours for a person, {@link dev.strongpost.cli.terminal.TextTable} aligns,
 *       {@link dev.strongpost.cli.terminal.JsonWriter} writes for programs.
 *   <li>{@link dev.strongpost.cli.terminal.CommandFailure} ends a command with one sentence.
 * </ol>
 *
 * <p>The commands are in {@code cert}, {@code policy} and {@code probe}. They only translate: what they do is in
 * {@code dev.strongpost.cert}, {@code dev.strongpost.policy} and the delivery, {@code dev.strongpost.mailets.delivery}.
 */
package dev.strongpost.cli;
