// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.files.ReplacementLock;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;

class StoreFileTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:15:00Z"), ZoneOffset.UTC);
    private static final char[] PASSWORD = "correct horse".toCharArray();
    private static final TestIdentity FIRST = TestCertificateAuthority.selfSigned("first.example");
    private static final TestIdentity SECOND = TestCertificateAuthority.selfSigned("second.example");

    @TempDir
    private Path folder;

    private Path created(StoreFormat format) throws KeyMaterialException {
        Path file = folder.resolve("keystore");
        StoreFile store = StoreFile.create(file, format, PASSWORD);
        put(store, FIRST);
        store.save(CLOCK);
        return file;
    }

    private static void put(StoreFile store, TestIdentity identity) throws KeyMaterialException {
        store.content().put("pem", identity.privateKey(), identity.chain());
    }

    private static StoreFile open(Path file) throws KeyMaterialException {
        return StoreFile.open(file, Optional.empty(), PASSWORD::clone);
    }

    private List<String> filesBeside(Path file) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(other -> !other.equals(file))
                    .map(other -> other.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void savedStoreShouldOpenAsWhatItIs(StoreFormat format) throws Exception {
        StoreFile opened = open(created(format));

        assertThat(opened.content().format()).isEqualTo(format);
        assertThat(opened.content().onlyKey().chain()).isEqualTo(FIRST.chain());
        assertThat(opened.content().key("PEM")).isEqualTo(FIRST.privateKey());
    }

    @ParameterizedTest
    @EnumSource
    void saveShouldKeepTheOldFileBesideTheNewOne(StoreFormat format) throws Exception {
        Path file = created(format);
        byte[] old = Files.readAllBytes(file);
        StoreFile store = open(file);
        put(store, SECOND);

        Optional<Path> backup = store.save(CLOCK);

        assertThat(open(file).content().onlyKey().chain()).isEqualTo(SECOND.chain());
        assertThat(filesBeside(file)).containsExactly("keystore.20261122T101500Z.bak");
        assertThat(Files.readAllBytes(backup.orElseThrow())).isEqualTo(old);
        assertThat(Stream.of(file, backup.orElseThrow()))
                .allSatisfy(written -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
                        .isEqualTo("rw-------"));
    }

    @Test
    void saveShouldNeverReplaceABackup() throws Exception {
        Path file = created(StoreFormat.PKCS12);
        for (int i = 0; i < 3; i++) {
            open(file).save(CLOCK);
        }

        assertThat(filesBeside(file))
                .containsExactly(
                        "keystore.20261122T101500Z.bak",
                        "keystore.20261122T101500Z.bak.2",
                        "keystore.20261122T101500Z.bak.3");
    }

    @Test
    void saveShouldReplaceTheFileBehindALinkAndKeepTheLink() throws Exception {
        Path file = created(StoreFormat.PKCS12);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        StoreFile store = open(link);
        put(store, SECOND);
        store.save(CLOCK);

        assertThat(link).isSymbolicLink();
        assertThat(open(file).content().onlyKey().chain()).isEqualTo(SECOND.chain());
    }

    @Test
    void saveShouldRefuseWhatAnotherProgramHasChanged() throws Exception {
        Path file = created(StoreFormat.PKCS12);
        StoreFile store = open(file);
        StoreFile other = open(file);
        other.save(CLOCK);
        byte[] theirs = Files.readAllBytes(file);

        assertThatThrownBy(() -> store.save(CLOCK))
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("was changed by another program meanwhile");
        assertThat(Files.readAllBytes(file)).isEqualTo(theirs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-------", "r--r-----"})
    void saveShouldKeepTheModeThatLetsJamesReadIt(String mode) throws Exception {
        Path file = created(StoreFormat.PKCS12);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        Optional<Path> backup = open(file).save(CLOCK);

        assertThat(Stream.of(file, backup.orElseThrow()))
                .allSatisfy(written -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
                        .isEqualTo(mode));
    }

    @Test
    void fileShouldBeChangedByOneThreadAtATime() throws Exception {
        Path file = created(StoreFormat.PKCS12);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (ReplacementLock mine = ReplacementLock.acquire(file, Duration.ZERO);
                ReplacementLock again = ReplacementLock.acquire(link, Duration.ZERO)) {
            assertThat(mine).isNotSameAs(again);
            CompletableFuture<ReplacementLock> other =
                    CompletableFuture.supplyAsync(() -> acquired(link, Duration.ofMillis(50)));

            assertThatThrownBy(other::join)
                    .hasRootCauseMessage(link + " is being changed by another program; nothing was written");
        }
        CompletableFuture.runAsync(() -> {
                    try (ReplacementLock free = acquired(file, Duration.ZERO)) {
                        assertThat(free).isNotNull();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .join();
    }

    private static ReplacementLock acquired(Path file, Duration patience) {
        try {
            return ReplacementLock.acquire(file, patience);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void newStoreShouldNotReplaceAFileThatCameMeanwhile() throws Exception {
        Path file = folder.resolve("keystore");
        StoreFile store = StoreFile.create(file, StoreFormat.PKCS12, PASSWORD);
        put(store, FIRST);
        Files.writeString(file, "theirs");

        assertThatThrownBy(() -> store.save(CLOCK)).hasMessageContaining("is there already");
        assertThat(file).hasContent("theirs");
        assertThat(filesBeside(file)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void truncatedFileShouldBeTroubleWhereverItIsCut(StoreFormat format) throws Exception {
        Path file = created(format);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 2; length += 1 + whole.length / 30) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> open(file))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(KeyMaterialException.class)
                    .hasMessageStartingWith(file + ": ")
                    .hasMessageNotContaining("\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrongPasswordShouldBeTrouble(StoreFormat format) throws Exception {
        Path file = created(format);

        assertThatThrownBy(() -> StoreFile.open(file, Optional.empty(), () -> "wrong".toCharArray()))
                .isInstanceOfSatisfying(KeyMaterialException.class, trouble -> assertThat(trouble.kind())
                        .isEqualTo(KeyMaterialException.Kind.UNREADABLE))
                .hasMessageContaining("is wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "-----BEGIN NOTHING-----", "\0\0\0\0", "0"})
    void whatIsNoStoreShouldBeTrouble(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("keystore"), content);

        assertThatThrownBy(() -> open(file)).isInstanceOf(KeyMaterialException.class);
    }

    @Test
    void anotherFormThanTheOneGivenShouldBeTrouble() throws Exception {
        Path file = created(StoreFormat.JKS);

        assertThatThrownBy(() -> StoreFile.open(file, Optional.of(StoreFormat.PKCS12), PASSWORD::clone))
                .hasMessage(file + ": the file is JKS, not PKCS12");
    }

    @Test
    void absentAliasShouldBeTroubleThatNamesThoseThatAreThere() throws Exception {
        CertificateStore content = open(created(StoreFormat.PKCS12)).content();

        assertThatThrownBy(() -> content.entry("jmaes")).hasMessage("there is no entry jmaes, the store has pem");
        assertThatThrownBy(() -> content.remove("jmaes")).hasMessageContaining("no entry jmaes");
    }

    @Test
    void shortPasswordShouldBeRefused() {
        assertThatThrownBy(() -> StoreFile.create(folder.resolve("new"), StoreFormat.PKCS12, "12345".toCharArray()))
                .hasMessageContaining("at least 6 characters");
    }

    @Test
    void whatTheOneWhoIsAskedThrowsShouldComeThrough() throws Exception {
        Path file = created(StoreFormat.PEM);

        assertThatThrownBy(() -> StoreFile.open(file, Optional.empty(), () -> {
                    throw new IllegalArgumentException("nobody is there");
                }))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void passwordShouldNotBeAskedForPemInClear() throws Exception {
        Path file = Files.writeString(folder.resolve("mx.pem"), FIRST.privateKeyPem() + FIRST.chainPem());

        StoreFile opened = StoreFile.open(file, Optional.empty(), () -> {
            throw new AssertionError("asked");
        });

        assertThat(opened.content().onlyKey().alias()).isEqualTo("pem");
    }
}
