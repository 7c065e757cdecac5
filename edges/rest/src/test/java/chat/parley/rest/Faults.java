package chat.parley.rest;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.Position;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.StoreUnavailable;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can go wrong behind the interface, to be switched on. */
final class Faults {

    /** Nothing can be read. */
    volatile boolean directoryDown;

    /** Something is wrong with the program itself. */
    volatile boolean directoryBroken;

    /** The conversation log takes no more. */
    volatile boolean logFull;

    Directory over(Directory directory) {
        return new Directory() {
            @Override
            public @Nullable Roster roster(ConversationId conversation) {
                check();
                return directory.roster(conversation);
            }

            @Override
            public Map<ConversationId, Membership> memberships(UserId user) {
                check();
                return directory.memberships(user);
            }
        };
    }

    /** A port whose every method fails while nothing can be read. */
    <T> T over(Class<T> port, T adapter) {
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (_, method, arguments) -> {
                    check();
                    return method.invoke(adapter, arguments);
                }));
    }

    Log<Entry> over(Log<Entry> log) {
        return new Log<>() {
            @Override
            public boolean append(Entry entry) {
                return !logFull && log.append(entry);
            }

            @Override
            public List<Logged<Entry>> read(Position after, int max, Duration wait) throws InterruptedException {
                return log.read(after, max, wait);
            }

            @Override
            public Position committed() {
                return log.committed();
            }

            @Override
            public void commit(Position position) {
                log.commit(position);
            }
        };
    }

    private void check() {
        if (directoryDown) {
            throw new StoreUnavailable("down for the test");
        }
        if (directoryBroken) {
            throw new IllegalStateException("secret: broken for the test");
        }
    }
}
