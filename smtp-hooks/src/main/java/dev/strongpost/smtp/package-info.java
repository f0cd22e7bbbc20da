/** TLS of the mail that comes in. */
package dev.strongpost.smtp;
