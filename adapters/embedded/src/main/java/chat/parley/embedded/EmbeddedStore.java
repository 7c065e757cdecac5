package chat.parley.embedded;

import chat.parley.accounts.port.DeviceRecords;
import chat.parley.accounts.port.LoginRecords;
import chat.parley.accounts.port.UserRecords;
import chat.parley.domain.ClientMsgId;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Membership;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.Roster;
import chat.parley.domain.UserId;
import chat.parley.embedded.AckedMark.Mark;
import chat.parley.fabric.port.ActivityTimes;
import chat.parley.pipeline.Batch;
import chat.parley.pipeline.CatchUp.LogEnd;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.Expired;
import chat.parley.pipeline.Head;
import chat.parley.pipeline.IndexRow;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.PartitionWriter;
import chat.parley.pipeline.port.SentKeys;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.push.port.PreferenceRecords;
import chat.parley.push.port.PushLog;
import chat.parley.push.port.PushTargets;
import chat.parley.push.port.TraceRecords;
import chat.parley.push.port.WakeUps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * All that one process keeps, in one data directory: messages, members, and the logs between the parts of the pipeline.
 * Every method may be called on any thread, and throws {@link chat.parley.pipeline.port.StoreUnavailable} when the store
 * cannot answer, also after {@link #close}.
 */
public final class EmbeddedStore implements MessageStore, Cursors, SentKeys, Directory, PartitionWriter, AutoCloseable {

    /** Entries of the conversation log together, by estimate: some seconds' worth. */
    private static final long CONVERSATION_LOG_BYTES_MAX = 64L * 1024 * 1024;

    private final DataDirectory directory;
    private final Engine engine;
    private final LogState state = new LogState();
    private final StoredMessages messages;
    private final StoredIndex index;
    private final StoredCursors cursors;
    private final StoredRosters rosters;
    private final BatchWriter writer;
    private final DeliveryQueue delivery;
    private final Retention retention;
    private final StoredUsers users;
    private final StoredLogins logins;
    private final StoredDevices devices;
    private final TargetCache targets;
    private final PushQueue pushes;
    private final StoredWakeUps wakeUps;
    private @Nullable ConversationQueue conversations;

    private EmbeddedStore(DataDirectory directory, EmbeddedOptions options, AckedMark mark) throws IOException {
        this.directory = directory;
        engine = new Engine(directory, options, mark);
        RosterCache cache = new RosterCache(options.memory().rosterCacheBytes());
        index = new StoredIndex(engine, state);
        messages = new StoredMessages(engine, index);
        cursors = new StoredCursors(engine);
        rosters = new StoredRosters(engine, cache);
        delivery = new DeliveryQueue(engine, state, options.waiting().undeliveredMax());
        writer = new BatchWriter(engine, state, rosters, delivery);
        retention = new Retention(engine, state);
        users = new StoredUsers(engine);
        targets = new TargetCache(options.memory().pushTargetCacheBytes());
        logins = new StoredLogins(engine, targets);
        devices = new StoredDevices(engine, targets);
        pushes = new PushQueue(engine, options.waiting().pushEventsMax());
        wakeUps = new StoredWakeUps(engine);
        engine.start(List.of(
                state::load,
                _ -> checkNothingLost(),
                database -> Upgrade.bring(database, directory.format()),
                delivery::load,
                pushes::load,
                wakeUps::load,
                _ -> cache.clear(),
                _ -> targets.clear()));
        try {
            mark.begin(state.covered().position());
            directory.upgraded();
        } catch (IOException e) {
            engine.close();
            throw e;
        }
    }

    /** Opens a data directory with the usual settings; see the other. */
    public static EmbeddedStore open(Path directory) {
        return open(directory, EmbeddedOptions.defaults());
    }

    /**
     * Opens a data directory, and makes one where there is none.
     *
     * @throws DataDirectoryRefused when it is in use, of another kind or of a newer format, damaged or unreadable
     */
    public static EmbeddedStore open(Path path, EmbeddedOptions options) {
        return open(DataDirectory.open(path), options);
    }

    /**
     * Opens the data directory of a stopped server to look at what is in it. None is made, and an older format is refused
     * instead of brought to the newest: the release that goes on with it could read it no more.
     *
     * @throws DataDirectoryRefused as {@link #open}, and for a directory that is not there or of an older format
     */
    public static EmbeddedStore openExisting(Path path) {
        return open(DataDirectory.existing(path), EmbeddedOptions.defaults());
    }

    private static EmbeddedStore open(DataDirectory directory, EmbeddedOptions options) {
        AckedMark mark = null;
        try {
            mark = AckedMark.open(directory);
            return new EmbeddedStore(directory, options, mark);
        } catch (IOException | RuntimeException e) {
            if (mark != null) {
                mark.release();
            }
            directory.close();
            throw e instanceof DataDirectoryRefused refused
                    ? refused
                    : new DataDirectoryRefused("the data directory " + directory.path() + " cannot be opened: " + e, e);
        }
    }

    /** Answers went out for what a damaged disk, or one that lies about syncing, does not have any more. */
    private void checkNothingLost() {
        Mark mark;
        try {
            mark = AckedMark.read(directory);
        } catch (DamagedRow e) {
            // It would only tell of losses; nothing says that there are any, and it is written anew.
            return;
        }
        if (mark != null && mark.acked().isAfter(state.covered().position())) {
            throw new DataDirectoryRefused("the data in " + directory.path() + " end at position "
                    + state.covered().position() + ", but everything up to " + mark.acked()
                    + " was stored and acknowledged: restore a backup. To go on without what is lost, delete "
                    + AckedMark.path(directory));
        }
    }

    /**
     * The conversation log of the one partition. To be called once.
     *
     * @param entriesMax most entries that wait to be decided
     */
    public synchronized Log<Entry> conversationLog(Clock clock, int entriesMax) {
        if (conversations != null) {
            throw new IllegalStateException("there is one conversation log");
        }
        conversations = new ConversationQueue(
                clock,
                new PositionReserve(engine, state),
                state.covered().logTimeMillis(),
                entriesMax,
                CONVERSATION_LOG_BYTES_MAX);
        return conversations;
    }

    public Log<DeliveryEvent> deliveryLog() {
        return delivery;
    }

    /** Written without a sync: a power cut may lose the last seconds of it. */
    public PushLog pushLog(Clock clock) {
        return new StoredPushLog(pushes, clock);
    }

    /** How many entries of the push log are not planned yet. */
    public long pushLogLength() {
        return pushes.waiting();
    }

    /** The devices of {@link #devices} that have a push token. */
    public PushTargets pushTargets() {
        return new StoredPushTargets(devices, targets);
    }

    /** Written without a sync. */
    public WakeUps wakeUps() {
        return wakeUps;
    }

    /** Written without a sync. */
    public TraceRecords traces() {
        return new StoredTraces(engine);
    }

    public PreferenceRecords preferences() {
        return new StoredPreferences(engine);
    }

    /** When users were last active; written without a sync. */
    public ActivityTimes activityTimes() {
        return new StoredActivity(engine);
    }

    /** Whether what was asked for is damaged on disk, as long as no backup is restored; else the store may answer soon. */
    public static boolean isDamage(StoreUnavailable failure) {
        return failure.getCause() instanceof DamagedRow
                || (failure.getCause() instanceof RocksDBException e
                        && e.getStatus() != null
                        && e.getStatus().getCode() == Status.Code.Corruption);
    }

    /** Up to where everything that was decided is stored. */
    public LogEnd logEnd() {
        return state.covered();
    }

    /**
     * Takes away the messages of days before that of a moment, in UTC; members, heads and cursors stay. May take minutes,
     * in which everything else goes on.
     *
     * @return how many messages went
     */
    public long expireBefore(Instant cutoff) {
        return retention.expireBefore(cutoff);
    }

    public UserRecords users() {
        return users;
    }

    public LoginRecords logins() {
        return logins;
    }

    public DeviceRecords devices() {
        return devices;
    }

    @Override
    public void write(Batch batch, Runnable stored) {
        writer.write(batch, stored);
    }

    @Override
    public @Nullable Head head(ConversationId conversation) {
        return messages.head(conversation);
    }

    @Override
    public Map<ConversationId, Head> heads(Collection<ConversationId> ids) {
        return messages.heads(ids);
    }

    @Override
    public @Nullable IndexRow latest(EntryKey key, Position atOrBefore) {
        return messages.latest(key, atOrBefore);
    }

    @Override
    public List<Message> rowsAfter(ConversationId conversation, MessageId cursor, int limit) {
        return messages.rowsAfter(conversation, cursor, limit);
    }

    @Override
    public List<Message> rowsBefore(ConversationId conversation, MessageId before, int limit) {
        return messages.rowsBefore(conversation, before, limit);
    }

    @Override
    public Expired expired(ConversationId conversation) {
        return messages.expired(conversation);
    }

    @Override
    public List<Cursor> of(ConversationId conversation, Collection<UserId> users) {
        return cursors.of(conversation, users);
    }

    @Override
    public Map<ConversationId, Cursor> read(UserId user, Collection<ConversationId> conversations) {
        return cursors.read(user, conversations);
    }

    @Override
    public void advance(Collection<Cursor> moved) {
        cursors.advance(moved);
    }

    @Override
    public @Nullable ConversationId conversationOf(UserId sender, ClientMsgId key) {
        return index.conversationOf(sender, key);
    }

    @Override
    public @Nullable Roster roster(ConversationId conversation) {
        return rosters.roster(conversation);
    }

    @Override
    public Map<ConversationId, Membership> memberships(UserId user) {
        return rosters.memberships(user);
    }

    /** Ends in order: what is in the conversation log and not yet stored is lost, and nobody was told that it was. */
    @Override
    public synchronized void close() {
        if (conversations != null) {
            conversations.close();
        }
        retention.stop();
        delivery.close();
        pushes.close();
        engine.close();
        directory.close();
    }
}
