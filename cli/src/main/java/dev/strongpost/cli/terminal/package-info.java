// SPDX-License-Identifier: Apache-2.0
/**
 * What every command needs: output for people and programs, passwords, exit statuses. {@link
 * dev.strongpost.cli.terminal.CommandContext} is what a command knows of the world around it.
 */
package dev.strongpost.cli.terminal;
