package chat.parley.tools.replay;

import chat.parley.client.ParleyClientBuilder;
import java.util.function.Supplier;

/**
 * A second device of a person, which is switched off in the middle of a scene and, at its end, started again as another
 * program would be: from what it has on its disk.
 */
final class Traveller implements AutoCloseable {

    private final Cast cast;
    private final Person person;
    private final Supplier<ParleyClientBuilder> install;
    private Device device;

    /** @param install makes the client of the same device on the same directory */
    Traveller(Cast cast, Person person, Supplier<ParleyClientBuilder> install) {
        this.cast = cast;
        this.person = person;
        this.install = install;
        this.device = new Device(cast, person.user(), install.get(), false);
    }

    Person person() {
        return person;
    }

    Device device() {
        return device;
    }

    void leaves() {
        device.close();
    }

    /** What it was given before is on its disk, and not given again. */
    void returns(Room room) {
        Attendance before = device.attendance(room);
        device = new Device(cast, person.user(), install.get(), false);
        device.resume(before);
        device.connect();
        cast.tally().returns.increment();
    }

    @Override
    public void close() {
        device.close();
    }
}
