// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.delivery;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;

import dev.strongpost.benchmarks.process.Figures;

/** What this process has used. */
final class Usage {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Usage() {}

    /** Has the peak of the threads begin anew. */
    static Figures reset() {
        THREADS.resetPeakThreadCount();
        return now();
    }

    /** Returns the CPU time of the process in nanoseconds, its threads, and the most there were. */
    static Figures now() {
        return new Figures(Map.of(
                "cpu", SYSTEM.getProcessCpuTime(),
                "threads", (long) THREADS.getThreadCount(),
                "peakThreads", (long) THREADS.getPeakThreadCount()));
    }

    /** Returns the live heap in bytes, which takes a full collection. */
    static Figures heap() {
        System.gc();
        return new Figures(Map.of(
                "heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()));
    }
}
