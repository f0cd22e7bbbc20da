/** How fast Strongpost is, measured beside its competitors in the same run. */
package dev.strongpost.benchmarks;
