// SPDX-License-Identifier: Apache-2.0
/**
 * Files that others write while we read them.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.files.BoundedFile} reads one whole, up to a limit.
 *   <li>{@link dev.strongpost.files.FileWatcher} notices that files have changed and come to rest, by their {@link
 *         dev.strongpost.files.FileStamps}.
 *   <li>{@link dev.strongpost.files.FileReplacement} replaces one so that a reader sees the old or the new content,
 *         also after a crash.
 * </ol>
 */
package dev.strongpost.files;
