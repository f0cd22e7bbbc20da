// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import java.lang.reflect.Field;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSessionImpl;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.netty.NettyProtocolTransport;

import io.netty.channel.Channel;

/**
 * The Netty channel under an SMTP session. James 3.8.1 gives a handler no way to it: the transport of a session keeps
 * it in a private field, which is read here. That the field is there is checked when James starts, so that another
 * James stops with a message and not at the first connection.
 */
public final class JamesChannel {
    private static final String FIELD = "channel";

    private final Field field;

    private JamesChannel(Field field) {
        this.field = field;
    }

    /**
     * Returns the way to the channels of this James.
     *
     * @throws ConfigurationException when this James is built otherwise than 3.8.1
     */
    public static JamesChannel ofThisJames() throws ConfigurationException {
        try {
            Field field = NettyProtocolTransport.class.getDeclaredField(FIELD);
            field.setAccessible(true);
            if (field.getType() != Channel.class) {
                throw new NoSuchFieldException("its type is " + field.getType().getName());
            }
            return new JamesChannel(field);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            throw anotherJames("NettyProtocolTransport has a field " + FIELD, e);
        }
    }

    /** Returns the mistake that this is no James 3.8.1, of which {@code expected} is true. */
    public static ConfigurationException anotherJames(String expected, Throwable why) {
        return new ConfigurationException(
                "InboundTls works with Apache James 3.8.1, whose " + expected + "; this James is another ("
                        + why.getMessage() + ")",
                why);
    }

    /**
     * Returns the channel of {@code session}.
     *
     * @throws IllegalStateException when the session is none of James's own
     */
    public Channel of(ProtocolSession session) {
        ProtocolTransport transport = ((ProtocolSessionImpl) session).getProtocolTransport();
        try {
            return (Channel) field.get(transport);
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw new IllegalStateException("no channel in " + transport.getClass(), e);
        }
    }
}
