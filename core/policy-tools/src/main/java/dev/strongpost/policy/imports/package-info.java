// SPDX-License-Identifier: Apache-2.0
/**
 * Rules of other mail systems, translated into the policy table. The problem: an administrator who moves to James has
 * rules in another system's words, whose keys cover other recipients and whose levels ask for other things. A
 * translation that guesses would be mail in cleartext; so what is written is at least as strict as what was read, and
 * everything else is left out in plain sight: as a comment in the table, and as a report.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.policy.imports.PolicyImport#from} picks the {@link dev.strongpost.policy.imports.Source}.
 *   <li>{@link dev.strongpost.policy.imports.PolicyImport#read} gives an {@link
 *       dev.strongpost.policy.imports.Imported}: the text of a table that {@link
 *       dev.strongpost.policy.parse.PolicyTableParser} accepts, and an {@link
 *       dev.strongpost.policy.imports.ImportReport} for each line that is not wholly in it.
 * </ol>
 */
package dev.strongpost.policy.imports;
