package chat.parley.tools.fake;

import java.util.random.RandomGenerator;

/**
 * What goes wrong, each with a chance of one in so many; 0 is never.
 *
 * @param loseAck a send is stored and not acked, and the socket is cut
 * @param unavailable a send is refused for now
 * @param skipDelivery a live message is not delivered to a socket
 * @param doubleDelivery a live message is delivered twice
 * @param cut a socket is cut after a frame
 */
public record Faults(
        int loseAck, int unavailable, int skipDelivery, int doubleDelivery, int cut, RandomGenerator random) {

    public static final Faults NONE = new Faults(0, 0, 0, 0, 0, RandomGenerator.of("L64X128MixRandom"));

    synchronized boolean strikes(int oneIn) {
        return oneIn > 0 && random.nextInt(oneIn) == 0;
    }
}
