package chat.parley.contracts;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.fabric.CloseReason;
import chat.parley.fabric.Connection;
import chat.parley.fabric.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A session that keeps what it is told. */
public final class RecordedSession implements Session {

    private final Connection connection;
    private final UserId user;
    private final DeviceId device;
    private final List<String> told = new CopyOnWriteArrayList<>();

    private volatile boolean away;
    private volatile Duration idle = Duration.ZERO;
    private volatile @Nullable String login;

    public RecordedSession(long incarnation, long number, String user, String device) {
        this.connection = new Connection(incarnation, number);
        this.user = new UserId(user);
        this.device = new DeviceId(device);
    }

    /** The frames so far, as text. */
    public List<String> told() {
        return List.copyOf(told);
    }

    public void setAway(boolean value) {
        away = value;
    }

    public void setIdle(Duration value) {
        idle = value;
    }

    public void setLogin(String value) {
        login = value;
    }

    @Override
    public @Nullable String login() {
        return login;
    }

    @Override
    public boolean isAway() {
        return away;
    }

    @Override
    public Duration idle() {
        return idle;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public UserId user() {
        return user;
    }

    @Override
    public DeviceId device() {
        return device;
    }

    @Override
    public void deliver(byte[] frame) {
        told.add(new String(frame, StandardCharsets.UTF_8));
    }

    @Override
    public void close(CloseReason reason) {
        told.add("closed: " + reason);
    }
}
