package chat.parley.pipeline.port;

import chat.parley.pipeline.Parcel;
import java.util.List;

/**
 * The way from the pipeline to whoever is connected.
 *
 * <p>Promises: parcels reach a socket in the order given here, as far as they reach it; a socket that does not take its
 * frames is closed and catches up, so the call waits for nobody longer than two seconds. What nobody is connected for is
 * dropped. Where something goes wrong with one parcel, the others are brought all the same, and those whom it is for are
 * told to catch up.
 */
public interface Delivery {

    void deliver(List<Parcel> parcels);
}
