#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Guess: a mail that is given back to James's ActiveMQ queue, done(RETRY), comes out of it again however often that
# happens, as it does from James's queue in memory.
# Seen: James leaves ActiveMQ's redelivery policy as it is, so the mail comes out seven times. Given back then, it is
# moved to the queue ActiveMQ.DLQ, which James does not read.
set -euo pipefail
version=3.8.1

for tool in mvn java; do
    command -v "$tool" >/dev/null || { echo "needs $tool"; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/pom.xml" <<END
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.james</groupId>
      <artifactId>james-server-queue-activemq</artifactId>
      <version>$version</version>
    </dependency>
    <dependency>
      <groupId>org.apache.james</groupId>
      <artifactId>metrics-tests</artifactId>
      <version>$version</version>
    </dependency>
  </dependencies>
</project>
END
cat >"$work/GivenBack.java" <<'END'
import java.time.Duration;
import java.util.Collections;
import javax.jms.Connection;
import javax.jms.Session;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.james.core.builder.MimeMessageBuilder;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.activemq.ActiveMQCacheableMailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.server.core.MailImpl;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

public class GivenBack {
    public static void main(String[] arguments) throws Exception {
        BrokerService broker = new BrokerService();
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.start();
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory("vm://localhost?create=false");
        connections.setTrustAllPackages(true);
        connections.getPrefetchPolicy().setQueuePrefetch(0);
        ActiveMQCacheableMailQueue queue = new ActiveMQCacheableMailQueue(
                connections,
                new RawMailQueueItemDecoratorFactory(),
                MailQueueName.of("outgoing"),
                false,
                new RecordingMetricFactory(),
                new NoopGaugeRegistry());
        queue.enQueue(MailImpl.builder()
                .name("mail")
                .sender("a@here.example")
                .addRecipient("b@there.example")
                .mimeMessage(MimeMessageBuilder.mimeMessageBuilder().setText("text"))
                .build());
        int taken = 0;
        while (taken < 20) {
            MailQueueItem item;
            try {
                item = Flux.from(queue.deQueue())
                        .subscribeOn(Schedulers.boundedElastic())
                        .blockFirst(Duration.ofSeconds(5));
            } catch (IllegalStateException e) {
                break;
            }
            item.done(MailQueueItem.CompletionStatus.RETRY);
            taken++;
        }
        Connection connection = connections.createConnection();
        connection.start();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        StringBuilder seen = new StringBuilder("taken and given back " + taken);
        for (String name : new String[] {"outgoing", "ActiveMQ.DLQ"}) {
            int left = Collections.list(session.createBrowser(session.createQueue(name)).getEnumeration()).size();
            seen.append(", in ").append(name).append(' ').append(left);
        }
        System.out.println(seen);
        System.exit(0);
    }
}
END

mvn -B -q -f "$work/pom.xml" dependency:build-classpath "-Dmdep.outputFile=$work/classpath" ||
    { echo "cannot get james-server-queue-activemq $version"; exit 2; }
seen=$(java -cp "$(cat "$work/classpath")" "$work/GivenBack.java" 2>"$work/errors" | grep '^taken') ||
    { cat "$work/errors"; exit 2; }
echo "james-server-queue-activemq $version: $seen"
[ "$seen" = "taken and given back 7, in outgoing 0, in ActiveMQ.DLQ 1" ] || { echo "CHANGED"; exit 1; }
