// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.util.concurrent.CompletionStage;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Where answers come from. In each the flag AD tells whether it is proven, and nothing else does. */
interface AnswerSource {
    /** Returns the answer; fails where none came that can be relied on. */
    CompletionStage<Message> answer(Message query);

    /** Returns the source whose answers prove nothing. */
    static AnswerSource plain(NameServerList servers) {
        return query -> servers.send(query).thenApply(answer -> {
            answer.getHeader().unsetFlag(Flags.AD);
            return answer.normalize(query);
        });
    }

    /** Returns the source that is trusted to have validated what it says it has. */
    static AnswerSource trusted(NameServerList servers) {
        return query -> {
            // RFC 6840 section 5.7: the flag in a query asks for it in the answer.
            query.getHeader().setFlag(Flags.AD);
            return servers.send(query).thenApply(answer -> answer.normalize(query));
        };
    }

    /** Returns the query of a name and type. */
    static Message query(Name name, int type) {
        return Message.newQuery(Record.newRecord(name, type, DClass.IN));
    }
}
