// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.delivery;

import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.mailetcontainer.impl.JamesMailetContext;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.dropwizard.DropWizardGaugeRegistry;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory.MemoryCacheableMailQueue;
import org.apache.mailet.MailetContext;

import com.codahale.metrics.MetricRegistry;

import dev.strongpost.benchmarks.receiver.Hosts;

/** The parts of James that a delivery mailet is given, all of them James's own but for the names and files. */
final class JamesParts {
    private final MemoryMailQueueFactory queues = new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory());
    private final MetricRegistry registry = new MetricRegistry();
    private final MetricFactory metrics = new DropWizardMetricFactory(registry);
    private final GaugeRegistry gauges = new DropWizardGaugeRegistry(registry);
    private final FileSystem files = new PlainFiles();
    private final HostNames dns;
    private final DomainList domains;
    private final JamesMailetContext context;

    JamesParts(Hosts hosts) throws ConfigurationException {
        this.dns = new HostNames(hosts);
        MemoryDomainList none = new MemoryDomainList(dns);
        none.configure(DomainListConfiguration.builder().build());
        this.domains = none;
        // Local users: never asked for, since all mail goes to other hosts.
        this.context = new JamesMailetContext(dns, domains, null, queues);
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("postmaster", "postmaster@james.example");
        context.configure(configuration);
    }

    /** Returns James's spool: bounces land there, and a benchmark has none to expect. */
    MemoryCacheableMailQueue spool() {
        return queues.createQueue(MailQueueFactory.SPOOL);
    }

    MemoryMailQueueFactory queues() {
        return queues;
    }

    MetricRegistry registry() {
        return registry;
    }

    MetricFactory metrics() {
        return metrics;
    }

    GaugeRegistry gauges() {
        return gauges;
    }

    FileSystem files() {
        return files;
    }

    HostNames dns() {
        return dns;
    }

    DomainList domains() {
        return domains;
    }

    MailetContext context() {
        return context;
    }
}
