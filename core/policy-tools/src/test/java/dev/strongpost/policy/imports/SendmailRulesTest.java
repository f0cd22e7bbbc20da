// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsDecision;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsSession;
import dev.strongpost.testkit.Tables;
import dev.strongpost.testkit.peers.RealServer;

/**
 * Debian's own Sendmail, in its test mode, beside the imported table: for random maps, recipients and connections the
 * table never takes what Sendmail refuses, unless a report says that a line must be looked at.
 */
@Tag("peers")
class SendmailRulesTest {
    private static final int MAPS = 12;
    private static final int QUESTIONS = 40;

    private static final List<String> KEYS = List.of(
            "",
            "example",
            "partner.example",
            "sub.partner.example",
            "a@partner.example",
            "a+t@partner.example",
            "a@",
            "b@",
            "PARTNER.Example",
            "b@sub.partner.example");
    private static final List<String> VALUES = List.of(
            "ENCR:112",
            "PERM+ENCR:256",
            "TEMP+ENCR:56",
            "ENCR:0",
            "VERIFY",
            "PERM+VERIFY:256",
            "OK",
            "ENCR:112+CN:issued.example",
            "VERIFY+CN",
            "VERIFY+CI:/CN=Authority",
            "VERIFY+CI:/CN=Other",
            "VERIFY:128+CS:/CN=issued.example++CI:/CN=Authority",
            "VERIFY+CITag:good",
            "ENCR:112+CITag:bad",
            "ENCR");
    private static final String TAGS = "good:/CN=Authority OK\ngood:/CN=x OK\nbad:/CN=y OK\n";
    private static final List<String> RECIPIENTS = List.of(
            "a@partner.example",
            "a+t@partner.example",
            "a+x@partner.example",
            "b@partner.example",
            "b@sub.partner.example",
            "c@deep.sub.partner.example",
            "a@elsewhere.test",
            "a+x@elsewhere.test",
            "b+x@elsewhere.test",
            "c@example");

    /** A connection to issued.example as both sides see it. */
    private record Connection(String verify, int bits, TlsEvidence evidence) {
        static List<Connection> all() {
            X509Certificate issued = Tables.certificate("issued");
            X509Certificate authority = Tables.certificate("authority");
            List<X509Certificate> chain = List.of(issued, authority);
            List<Connection> all = new ArrayList<>();
            all.add(new Connection("NONE", 0, TlsEvidence.notOffered()));
            for (var suite : List.of("SSL_RSA_WITH_DES_CBC_SHA", "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384")) {
                all.add(of("OK", suite, PeerIdentity.trusted(chain, List.of(authority))));
                all.add(of("FAIL", suite, PeerIdentity.untrusted("unknown", chain)));
                all.add(of("NO", suite, PeerIdentity.notPresented()));
            }
            return all;
        }

        private static Connection of(String verify, String suite, PeerIdentity peer) {
            TlsSession session = TlsSession.of(TlsProtocol.TLSV1_3, suite, peer.reachedAs("issued.example"));
            return new Connection(verify, session.secretBits(), TlsEvidence.session(session));
        }

        boolean hasCertificate() {
            return verify.equals("OK") || verify.equals("FAIL");
        }
    }

    private record Question(String recipient, Connection connection) {
        List<String> lines() {
            boolean shown = connection.hasCertificate();
            return List.of(
                    ".D{verify}" + connection.verify(),
                    ".D{cipher_bits}" + connection.bits(),
                    ".D{server_name}issued.example",
                    ".D{cn_subject}" + (shown ? "issued.example" : ""),
                    ".D{cert_subject}" + (shown ? "/CN=issued.example" : ""),
                    ".D{cert_issuer}" + (shown ? "/CN=Authority" : ""),
                    "tls_rcpt " + recipient);
        }
    }

    @BeforeAll
    static void requireSendmail() {
        RealServer.obstacle("sendmail").ifPresent(Assumptions::abort);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void importedTableShouldNeverBeWeaker(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < MAPS; round++) {
            String map = map(random);
            List<Question> questions = questions(random);
            Imported imported = Imports.read(Source.SENDMAIL, map);
            PolicyTable table = Imports.parse(imported);
            List<Boolean> taken = ask(map, questions);
            Set<String> weaker = new TreeSet<>();
            for (int i = 0; i < questions.size(); i++) {
                Question question = questions.get(i);
                String recipient = question.recipient();
                int at = recipient.indexOf('@');
                boolean accepted = TlsDecision.decide(
                                table.lookup(recipient.substring(0, at), recipient.substring(at + 1)),
                                question.connection().evidence())
                        .isAccepted();
                if (accepted && !taken.get(i)) {
                    weaker.add(recipient + " " + question.connection());
                }
            }
            if (imported.isComplete()) {
                assertThat(weaker).as(map + imported.table()).isEmpty();
            }
        }
    }

    private static String map(Random random) {
        Set<String> keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        StringBuilder map = new StringBuilder(TAGS);
        for (int i = 0; i < 5; i++) {
            String key = KEYS.get(random.nextInt(KEYS.size()));
            if (keys.add(key)) {
                map.append("TLS_Rcpt:")
                        .append(key)
                        .append(' ')
                        .append(VALUES.get(random.nextInt(VALUES.size())))
                        .append('\n');
            }
        }
        return map.toString();
    }

    private static List<Question> questions(Random random) {
        List<Connection> connections = Connection.all();
        return random.ints(QUESTIONS, 0, RECIPIENTS.size())
                .mapToObj(i -> new Question(RECIPIENTS.get(i), connections.get(random.nextInt(connections.size()))))
                .toList();
    }

    /** Returns for each question whether Sendmail goes on. */
    private static List<Boolean> ask(String map, List<Question> questions) {
        RealServer.write("sendmail", "tmp/access", map);
        RealServer.write(
                "sendmail",
                "tmp/questions",
                questions.stream()
                        .flatMap(question -> question.lines().stream())
                        .collect(Collectors.joining("\n", "", "\n")));
        List<Boolean> answers = RealServer.runScript("sendmail", "rules")
                .lines()
                .filter(line -> line.startsWith("tls_rcpt") && line.contains("returns:"))
                .map(line -> !line.contains("# error"))
                .toList();
        assertThat(answers).hasSameSizeAs(questions);
        return answers;
    }
}
