package chat.parley.tools.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One scene of the script on its way: its people come up, its room is founded, lines are played, it settles. */
final class SceneRun {

    /** Over links that break, a first catch-up may take some tries. */
    private static final Duration UP_MAX = Duration.ofMinutes(2);

    /** After this part of the lines the travellers leave. */
    private static final int TRAVEL_AFTER = 3;

    private static final int WATCHED = 20;

    private final Room room;
    private final List<Person> people;
    private final List<Traveller> travellers;
    private final List<Integer> founders;
    private int played;

    /** @param founders those who are in it from the beginning, as indices among {@code people} */
    SceneRun(Room room, List<Person> people, List<Traveller> travellers, List<Integer> founders) {
        this.room = room;
        this.people = people;
        this.travellers = travellers;
        this.founders = founders;
    }

    Room room() {
        return room;
    }

    /** Begins to connect all devices. */
    void callUp() {
        people.forEach(person -> person.device().connect());
        travellers.forEach(traveller -> traveller.device().connect());
    }

    /** Waits until all of them would hear of a group that is founded now. */
    void awaitUp() throws InterruptedException {
        List<Device> devices =
                new ArrayList<>(people.stream().map(Person::device).toList());
        travellers.forEach(traveller -> devices.add(traveller.device()));
        for (Device device : devices) {
            if (!device.awaitCaughtUp(UP_MAX)) {
                throw new Replay.Broken("a socket for " + room.scene().title() + " did not come up within "
                        + UP_MAX.toSeconds() + " s: " + device.client().state());
            }
        }
    }

    void found(String key) throws InterruptedException {
        room.found(founders.stream().map(index -> people.get(index).user()).toList(), key);
    }

    /** To be called when the room can be looked up. */
    void begin() {
        for (int index = 0; index < people.size(); index++) {
            people.get(index).appears(room, founders.contains(index));
        }
        travellers.forEach(traveller -> traveller.device().attendance(room));
        List<String> names = people.stream().limit(WATCHED).map(Person::user).toList();
        people.forEach(person -> person.device().client().watch(names));
    }

    /** A line of it was given to its person. */
    void played() {
        if (++played == room.scene().lines() / TRAVEL_AFTER) {
            travellers.forEach(Traveller::leaves);
        }
    }

    /** Waits for the last answer, checks everything, and lets those go who appear nowhere else. */
    void settle(Settlement settlement) throws InterruptedException {
        room.awaitLines();
        settlement.settle(people, travellers);
        travellers.forEach(Traveller::close);
        people.forEach(Person::sceneOver);
    }
}
