// SPDX-License-Identifier: Apache-2.0
/** How fast Strongpost is, measured beside its competitors in the same run. */
package dev.strongpost.benchmarks;
