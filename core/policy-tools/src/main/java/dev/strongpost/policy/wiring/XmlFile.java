// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

import javax.annotation.Nullable;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;

import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.files.BoundedFile;
import dev.strongpost.text.InvalidValueException;
import dev.strongpost.text.Sanitizer;

/** Reads an XML file of configuration, at most 4 MiB and 100 levels deep; nothing outside of the file. */
final class XmlFile {
    private static final long LARGEST = 4L << 20;
    private static final int DEEPEST = 100;
    private static final String WHAT = "a readable XML file";

    private XmlFile() {}

    /**
     * Returns the outermost element.
     *
     * @throws InvalidValueException when the file cannot be read, is no XML, or has a document type, which could bring
     *     in what is not in the file
     */
    static XmlElement read(Path file) throws InvalidValueException {
        byte[] content = BoundedFile.read(file, LARGEST, WHAT);
        try {
            TreeBuilder builder = new TreeBuilder();
            XMLReader reader = reader();
            reader.setContentHandler(builder);
            reader.setErrorHandler(builder);
            reader.parse(new InputSource(new ByteArrayInputStream(content)));
            return builder.root();
        } catch (SAXParseException e) {
            throw wrong("line " + e.getLineNumber() + ": " + Sanitizer.clean(String.valueOf(e.getMessage())));
        } catch (SAXException | IOException e) {
            throw wrong(Sanitizer.clean(String.valueOf(e.getMessage())));
        }
    }

    private static InvalidValueException wrong(String why) {
        return new InvalidValueException("which is no XML that can be read (" + why + ")", WHAT);
    }

    private static XMLReader reader() throws SAXException {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newSAXParser().getXMLReader();
        } catch (ParserConfigurationException e) {
            throw new SAXException(e);
        }
    }

    /** An element whose end has not come yet. */
    private static final class Open {
        private final String name;
        private final ImmutableMap<String, String> attributes;
        private final int line;
        private final StringBuilder text = new StringBuilder();
        private final ImmutableList.Builder<XmlElement> children = ImmutableList.builder();

        private Open(String name, Attributes attributes, int line) {
            this.name = name;
            ImmutableMap.Builder<String, String> all = ImmutableMap.builder();
            for (int i = 0; i < attributes.getLength(); i++) {
                all.put(attributes.getQName(i), attributes.getValue(i).trim());
            }
            this.attributes = all.build();
            this.line = line;
        }

        private XmlElement closed() {
            return new XmlElement(name, attributes, line, text.toString().trim(), children.build());
        }
    }

    private static final class TreeBuilder extends DefaultHandler {
        private final Deque<Open> open = new ArrayDeque<>();

        @Nullable
        private Locator locator;

        @Nullable
        private XmlElement root;

        private XmlElement root() throws SAXException {
            if (root == null) {
                throw new SAXException("no element");
            }
            return root;
        }

        @Override
        public void setDocumentLocator(Locator place) {
            locator = place;
        }

        @Override
        public void startElement(String uri, String localName, String name, Attributes attributes) throws SAXException {
            if (open.size() == DEEPEST) {
                throw new SAXException("more than " + DEEPEST + " elements in one another");
            }
            open.push(new Open(name, attributes, locator == null ? 0 : locator.getLineNumber()));
        }

        @Override
        public void characters(char[] characters, int start, int length) {
            if (!open.isEmpty()) {
                open.element().text.append(characters, start, length);
            }
        }

        @Override
        public void endElement(String uri, String localName, String name) {
            XmlElement closed = open.pop().closed();
            if (open.isEmpty()) {
                root = closed;
            } else {
                open.element().children.add(closed);
            }
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
