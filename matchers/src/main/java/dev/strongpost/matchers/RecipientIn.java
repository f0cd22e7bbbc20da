// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.mailet.base.GenericRecipientMatcher;

import com.google.common.base.Strings;

import dev.strongpost.policy.PolicyTable;

/**
 * Matches recipients that are in a list of domains, sub-domains and users. What the list is for is not its business.
 *
 * <p>Condition, one of:
 *
 * <ul>
 *   <li>a list of {@code who} entries, separated by commas: {@code partner.example, .lab.example, boss@corp.example}.
 *   <li>{@code file://...}: a file with one entry a line, in UTF-8; {@code #} starts a comment. It is read when James
 *       starts; a change takes effect at the next start.
 * </ul>
 *
 * <pre>{@code
 * <mailet match="dev.strongpost.matchers.RecipientIn=partner.example, boss@corp.example" class="...">
 * <mailet match="dev.strongpost.matchers.RecipientIn=file://conf/partners.txt" class="...">
 * }</pre>
 *
 * <p>Fits anywhere.
 *
 * <p>Outcome: the recipients that match. No list, or a mistake in it, stops James at the start.
 */
public class RecipientIn extends GenericRecipientMatcher {
    private final FileSystem fileSystem;

    private PolicyTable list = PolicyTable.empty();

    /** Makes the matcher; James calls this. */
    @Inject
    public RecipientIn(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    @Override
    public void init() throws MessagingException {
        String condition = Strings.nullToEmpty(getCondition()).trim();
        list = condition.startsWith(FileSystem.FILE_PROTOCOL)
                ? RecipientList.file(fileSystem, condition)
                : RecipientList.inline("RecipientIn", condition);
    }

    @Override
    public String getMatcherInfo() {
        return "RecipientIn: recipients in a list of domains, sub-domains and users";
    }

    @Override
    public boolean matchRecipient(MailAddress recipient) {
        return list.match(recipient.getLocalPart(), recipient.getDomain().asString())
                .isPresent();
    }
}
