// SPDX-License-Identifier: Apache-2.0
/**
 * A delivery up to its verdict, without a mail: {@link dev.strongpost.smtpclient.probe.DeliveryProbe} makes a {@link
 * dev.strongpost.smtpclient.probe.ProbeReport}.
 */
package dev.strongpost.smtpclient.probe;
