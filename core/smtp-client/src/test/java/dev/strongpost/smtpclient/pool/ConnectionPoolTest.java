// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.smtpclient.ConnectionEvents;
import dev.strongpost.smtpclient.ConnectionSettings;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.HostUnreachableException;
import dev.strongpost.smtpclient.TlsProfile;
import dev.strongpost.testkit.HandClock;

class ConnectionPoolTest {
    private static final TlsProfile ENCRYPT =
            TlsProfile.of(TlsRequirement.builder(TlsLevel.ENCRYPT).build());
    private static final TlsProfile MAY = TlsProfile.of(TlsRequirement.builtInMay());
    private static final Destination A = destination("a.example");
    private static final Destination B = destination("b.example");

    private final List<CompletableFuture<FakeConnection>> opened = new ArrayList<>();
    private final List<Destination> openedTo = new ArrayList<>();
    private final HandClock clock = new HandClock(Instant.EPOCH);
    private final ConnectionPool<FakeConnection> pool =
            new ConnectionPool<>(this::open, settings(), ConnectionEvents.NONE, clock);

    private static Destination destination(String name) {
        return Destination.of(name, InetAddress.getLoopbackAddress(), 25);
    }

    private static ConnectionSettings settings() {
        return ConnectionSettings.builder()
                .maximum(3)
                .maximumPerHost(2)
                .maximumMails(5)
                .idleTimeout(Duration.ofSeconds(10))
                .build();
    }

    private CompletableFuture<FakeConnection> open(Destination destination, TlsProfile profile) {
        CompletableFuture<FakeConnection> answer = new CompletableFuture<>();
        opened.add(answer);
        openedTo.add(destination);
        return answer;
    }

    private static FakeConnection connection(Destination destination, TlsProfile profile) {
        return new FakeConnection(destination, profile);
    }

    private FakeConnection leased(Destination destination, TlsProfile profile) {
        CompletableFuture<FakeConnection> lease = pool.lease(destination, profile);
        waitLong();
        FakeConnection connection = connection(destination, profile);
        opened.get(opened.size() - 1).complete(connection);
        assertThat(lease).isCompletedWithValue(connection);
        return connection;
    }

    /** Lets so much time pass that those who wait are worth a connection each. */
    private void waitLong() {
        clock.pass(Duration.ofSeconds(1));
        pool.serveLongWaiting();
    }

    @Test
    void aReleasedConnectionShouldBeLentAgain() {
        FakeConnection connection = leased(A, ENCRYPT);
        pool.release(connection);

        assertThat(pool.lease(A, ENCRYPT)).isCompletedWithValue(connection);
        assertThat(opened).hasSize(1);
    }

    @Test
    void aConnectionOfAnotherProfileOrHostShouldNotBeLent() {
        pool.release(leased(A, ENCRYPT));

        assertThat(pool.lease(A, MAY)).isNotDone();
        assertThat(pool.lease(B, ENCRYPT)).isNotDone();
        assertThat(opened).hasSize(3);
    }

    @Test
    void aClosedConnectionShouldNotBeLent() {
        FakeConnection connection = leased(A, ENCRYPT);
        pool.release(connection);
        connection.open = false;

        assertThat(pool.lease(A, ENCRYPT)).isNotDone();
    }

    @Test
    void requestsBeyondTheLimitOfAHostShouldWaitTheirTurn() {
        FakeConnection first = leased(A, ENCRYPT);
        leased(A, ENCRYPT);
        CompletableFuture<FakeConnection> third = pool.lease(A, ENCRYPT);
        CompletableFuture<FakeConnection> fourth = pool.lease(A, ENCRYPT);
        assertThat(opened).hasSize(2);

        pool.release(first);

        assertThat(third).isCompletedWithValue(first);
        assertThat(fourth).isNotDone();
    }

    @Test
    void requestsBeyondTheLimitOfAllShouldWaitForAnyHost() {
        FakeConnection first = leased(A, ENCRYPT);
        leased(A, ENCRYPT);
        leased(B, ENCRYPT);
        pool.lease(B, ENCRYPT);
        waitLong();
        assertThat(opened).hasSize(3);

        pool.discard(first);

        assertThat(openedTo).containsExactly(A, A, B, B);
    }

    @Test
    void anIdleConnectionShouldMakeRoomForAnotherHost() {
        FakeConnection idle = leased(A, ENCRYPT);
        leased(A, ENCRYPT);
        leased(B, ENCRYPT);
        pool.release(idle);

        pool.lease(B, ENCRYPT);
        waitLong();

        assertThat(opened).hasSize(4);
        assertThat(idle.quit).isTrue();
        assertThat(pool.size()).isEqualTo(3);
    }

    @Test
    void aFailureToOpenShouldFreeItsPlace() {
        CompletableFuture<FakeConnection> lease = pool.lease(A, ENCRYPT);
        opened.get(0).completeExceptionally(new IOException("refused"));

        assertThat(lease).isCompletedExceptionally();
        assertThat(pool.size()).isZero();
    }

    @Test
    void connectionsToAHostShouldBeginWithOne() {
        List<CompletableFuture<FakeConnection>> leases = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            leases.add(pool.lease(A, ENCRYPT));
        }
        assertThat(opened).hasSize(1);

        FakeConnection first = connection(A, ENCRYPT);
        opened.get(0).complete(first);
        assertThat(leases.get(0)).isCompletedWithValue(first);
        assertThat(opened).hasSize(1);

        waitLong();

        assertThat(opened).hasSize(2);
    }

    @Test
    void anotherConnectionShouldBeOpenedWhenMoreWaitThanOneCanTakeMeanwhile() {
        leased(A, ENCRYPT);
        for (int i = 0; i < 4; i++) {
            pool.lease(A, ENCRYPT);
        }
        assertThat(opened).hasSize(1);

        pool.lease(A, ENCRYPT);

        assertThat(opened).hasSize(2);
    }

    @Test
    void whoeverWaitsForLongestShouldGetTheConnectionThatIsThereFirst() {
        FakeConnection first = leased(A, ENCRYPT);
        CompletableFuture<FakeConnection> second = pool.lease(A, ENCRYPT);
        CompletableFuture<FakeConnection> third = pool.lease(A, ENCRYPT);
        waitLong();
        pool.release(first);
        assertThat(second).isCompletedWithValue(first);

        FakeConnection later = connection(A, ENCRYPT);
        opened.get(1).complete(later);

        assertThat(third).isCompletedWithValue(later);
    }

    @Test
    void aConnectionThatNobodyWaitsForAnyMoreShouldBeKept() {
        FakeConnection first = leased(A, ENCRYPT);
        pool.lease(A, ENCRYPT);
        waitLong();
        pool.release(first);
        FakeConnection later = connection(A, ENCRYPT);
        opened.get(1).complete(later);

        assertThat(pool.lease(A, ENCRYPT)).isCompletedWithValue(later);
    }

    @Test
    void aConnectionThatHasBeenUsedShouldNotBeLentAsAFreshOne() {
        FakeConnection first = leased(A, ENCRYPT);
        CompletableFuture<FakeConnection> fresh = pool.leaseFresh(A, ENCRYPT);
        first.used = true;
        pool.release(first);
        assertThat(fresh).isNotDone();

        FakeConnection later = connection(A, ENCRYPT);
        opened.get(1).complete(later);

        assertThat(fresh).isCompletedWithValue(later);
    }

    @Test
    void aHostThatCannotBeReachedShouldNotBeWaitedForAgain() {
        pool.lease(A, ENCRYPT);
        pool.lease(A, ENCRYPT);
        CompletableFuture<FakeConnection> waiting = pool.lease(A, ENCRYPT);
        CompletableFuture<FakeConnection> elsewhere = pool.lease(B, ENCRYPT);
        opened.get(0).completeExceptionally(new HostUnreachableException("timed out", null));

        assertThat(waiting).isCompletedExceptionally();
        assertThat(elsewhere).isNotDone();
        assertThat(openedTo).containsExactly(A, B);
    }

    @Test
    void aHostThatTakesNoMoreConnectionsShouldFailNobody() {
        FakeConnection first = leased(A, ENCRYPT);
        CompletableFuture<FakeConnection> second = pool.lease(A, ENCRYPT);
        CompletableFuture<FakeConnection> third = pool.lease(A, ENCRYPT);
        waitLong();
        opened.get(1).completeExceptionally(new HostUnreachableException("421 too many connections", null));
        assertThat(second).isNotDone();
        assertThat(opened).hasSize(2);

        pool.release(first);

        assertThat(second).isCompletedWithValue(first);
        assertThat(third).isNotDone();
    }

    @Test
    void aHostThatTookNoMoreConnectionsShouldGetAnotherInPlaceOfOneThatIsClosed() {
        FakeConnection first = leased(A, ENCRYPT);
        CompletableFuture<FakeConnection> second = pool.lease(A, ENCRYPT);
        waitLong();
        opened.get(1).completeExceptionally(new HostUnreachableException("421 too many connections", null));
        pool.discard(first);

        FakeConnection next = connection(A, ENCRYPT);
        opened.get(2).complete(next);

        assertThat(second).isCompletedWithValue(next);
    }

    @Test
    void aHostThatTakesNoMoreConnectionsShouldGiveUpAnIdleOneForAnotherProfile() {
        FakeConnection first = leased(A, MAY);
        pool.lease(A, ENCRYPT);
        opened.get(1).completeExceptionally(new HostUnreachableException("421 too many connections", null));
        pool.release(first);
        waitLong();

        assertThat(opened).hasSize(3);
        assertThat(first.quit).isTrue();
    }

    @Test
    void whoHasWaitedForLongShouldGetThePlaceOfAConnectionThatIsOfNoUseToHim() {
        FakeConnection first = leased(A, MAY);
        FakeConnection second = leased(A, MAY);
        CompletableFuture<FakeConnection> other = pool.lease(A, ENCRYPT);
        CompletableFuture<FakeConnection> alike = pool.lease(A, MAY);
        waitLong();
        pool.release(first);

        assertThat(first.quit).isTrue();
        assertThat(alike).isNotDone();
        FakeConnection next = connection(A, ENCRYPT);
        opened.get(2).complete(next);
        assertThat(other).isCompletedWithValue(next);

        pool.release(second);
        assertThat(alike).isCompletedWithValue(second);
    }

    @Test
    void aFailureThatConcernsOneProfileShouldNotBeWaitedOutBehindAnother() {
        leased(A, MAY);
        CompletableFuture<FakeConnection> other = pool.lease(A, ENCRYPT);
        CompletableFuture<FakeConnection> alike = pool.lease(A, MAY);
        opened.get(1).completeExceptionally(new HostUnreachableException("closed after the handshake", null, true));

        assertThat(other).isCompletedExceptionally();
        assertThat(alike).isNotDone();
    }

    @Test
    void oneFailureShouldFailNobodyElseWhileOtherConnectionsAreStillComing() {
        FakeConnection first = leased(B, ENCRYPT);
        List<CompletableFuture<FakeConnection>> waiting = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            waiting.add(pool.lease(B, ENCRYPT));
        }
        pool.discard(first);
        assertThat(opened).hasSize(3);
        opened.get(1).completeExceptionally(new HostUnreachableException("connection refused", null));

        assertThat(waiting.stream().filter(CompletableFuture::isDone)).hasSize(1);
    }

    @Test
    void manyMailsThatEndAtOnceShouldNeedNoMoreStackThanOne() {
        FakeConnection connection = leased(A, ENCRYPT);
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            ends.add(pool.lease(A, ENCRYPT).thenAccept(pool::release));
        }
        pool.release(connection);

        assertThat(ends).allMatch(CompletableFuture::isDone).noneMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void theLastOnesAtASlowHostShouldMakeRoom() {
        leased(A, ENCRYPT);
        leased(A, ENCRYPT);
        List<CompletableFuture<FakeConnection>> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiting.add(pool.lease(A, ENCRYPT));
        }
        clock.pass(Duration.ofSeconds(9));
        pool.makeRoom(8);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        clock.pass(Duration.ofSeconds(2));
        pool.makeRoom(8);
        assertThat(waiting.subList(0, 6)).noneMatch(CompletableFuture::isDone);
        assertThat(waiting.subList(6, 8)).allSatisfy(sentAway -> assertThat(sentAway)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(ConnectionLimitException.class));

        pool.makeRoom(8);
        pool.makeRoom(8);
        assertThat(waiting.subList(0, 4)).noneMatch(CompletableFuture::isDone);
        assertThat(waiting.subList(4, 8)).allMatch(CompletableFuture::isDone);
    }

    @Test
    void connectionsShouldBeClosedWhenIdleForTooLong() {
        FakeConnection connection = leased(A, ENCRYPT);
        pool.release(connection);
        clock.pass(Duration.ofSeconds(9));
        pool.closeIdle();
        assertThat(connection.quit).isFalse();

        clock.pass(Duration.ofSeconds(1));
        pool.closeIdle();

        assertThat(connection.quit).isTrue();
        assertThat(pool.size()).isZero();
    }

    @Test
    void aConnectionThatHasTakenItsShareShouldBeClosed() {
        FakeConnection connection = leased(A, ENCRYPT);
        connection.spent = true;
        pool.release(connection);

        assertThat(connection.quit).isTrue();
    }

    @Test
    void anUnfinishedTransactionShouldBeResetFirst() {
        FakeConnection connection = leased(A, ENCRYPT);
        connection.needsReset = true;
        connection.reset = new CompletableFuture<>();
        pool.release(connection);
        CompletableFuture<FakeConnection> next = pool.lease(A, ENCRYPT);
        assertThat(next).isNotDone();

        connection.reset.complete(null);

        assertThat(next).isCompletedWithValue(connection);
    }

    @Test
    void closingShouldRefuseAllThatWait() {
        pool.release(leased(A, ENCRYPT));
        leased(B, MAY);
        CompletableFuture<FakeConnection> opening = pool.lease(B, ENCRYPT);
        CompletableFuture<FakeConnection> waiting = pool.lease(B, ENCRYPT);

        pool.close();

        assertThat(opening).isCompletedExceptionally();
        assertThat(waiting).isCompletedExceptionally();
        assertThat(pool.lease(A, ENCRYPT)).isCompletedExceptionally();
    }

    @Test
    void aConnectionThatComesAfterTheCloseShouldBeClosed() {
        CompletableFuture<FakeConnection> lease = pool.lease(A, ENCRYPT);
        pool.close();
        FakeConnection late = connection(A, ENCRYPT);
        opened.get(0).complete(late);

        assertThat(lease).isCompletedExceptionally();
        assertThat(late.quit).isTrue();
    }

    @Test
    void noRequestShouldBeServedTwice() {
        List<FakeConnection> lent = new ArrayList<>();
        lent.add(leased(A, ENCRYPT));
        lent.add(leased(A, ENCRYPT));
        List<CompletableFuture<FakeConnection>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(pool.lease(A, ENCRYPT));
        }
        for (CompletableFuture<FakeConnection> next : waiting) {
            pool.release(lent.remove(0));
            lent.add(next.join());
        }

        assertThat(opened).hasSize(2);
        assertThat(lent.get(0).quit).isFalse();
    }

    @Test
    void aConnectionShouldBePassedOnBeforeItsMessageIsAnsweredWhenSomebodyWaits() {
        FakeConnection first = leased(A, ENCRYPT);
        leased(A, ENCRYPT);
        first.used = true;
        CompletableFuture<FakeConnection> next = pool.lease(A, ENCRYPT);

        assertThat(pool.passOnEarly(first)).isTrue();

        assertThat(next).isCompletedWithValue(first);
    }

    @Test
    void aConnectionShouldStayWithItsBorrowerWhenNobodyWaitsForOneLikeIt() {
        FakeConnection first = leased(A, ENCRYPT);
        leased(A, ENCRYPT);
        CompletableFuture<FakeConnection> other = pool.lease(A, MAY);

        assertThat(pool.passOnEarly(first)).isFalse();

        assertThat(other).isNotDone();
    }

    @Test
    void aConnectionThatIsClosedOrHasTakenItsShareShouldNotBePassedOn() {
        FakeConnection closed = leased(A, ENCRYPT);
        FakeConnection spent = leased(A, ENCRYPT);
        closed.open = false;
        spent.spent = true;
        CompletableFuture<FakeConnection> next = pool.lease(A, ENCRYPT);

        assertThat(pool.passOnEarly(closed)).isFalse();
        assertThat(pool.passOnEarly(spent)).isFalse();

        assertThat(next).isNotDone();
    }

    @Test
    void aRuleShouldHaveNoMoreConnectionsThanItSays() {
        TlsProfile one = TlsProfile.of(
                TlsRequirement.builder(TlsLevel.ENCRYPT).connectionLimit(1).build());
        FakeConnection only = leased(A, one);
        CompletableFuture<FakeConnection> next = pool.lease(A, one);
        CompletableFuture<FakeConnection> ofAnotherRule = pool.lease(A, MAY);
        waitLong();
        assertThat(opened).hasSize(2);
        assertThat(openedTo).containsOnly(A);

        pool.release(only);

        assertThat(next).isCompletedWithValue(only);
        assertThat(ofAnotherRule).isNotDone();
    }
}
