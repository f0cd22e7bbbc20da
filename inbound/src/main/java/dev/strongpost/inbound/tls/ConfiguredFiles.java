package dev.strongpost.inbound.tls;

import java.io.FileNotFoundException;
import java.nio.file.Path;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.filesystem.api.FileSystem;

/** The files that a handler names, as James writes file URLs: {@code file://conf/...}, {@code file:///absolute/...}. */
public final class ConfiguredFiles {
    private final FileSystem fileSystem;

    public ConfiguredFiles(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    /**
     * Returns the path of the file that the element {@code name} calls {@code url}.
     *
     * @throws ConfigurationException when there is none
     */
    Path path(String name, String url) throws ConfigurationException {
        try {
            return fileSystem.getFile(url).toPath().toAbsolutePath();
        } catch (FileNotFoundException e) {
            throw HandlerParameters.wrong(name, url, "a file that is there, as in file://conf/keystore");
        }
    }
}
