package chat.parley.fabric;

import chat.parley.pipeline.Parcel;
import java.util.List;

/** Sees to which sockets messages go. It is called between two messages of a fan-out: it never waits and never throws. */
public interface Witness {

    /** Nobody looks. */
    Witness NONE = (parcel, to, sockets) -> {};

    /**
     * A message went out.
     *
     * @param to the sessions it went to, the sender's that it came by among them; none where more than {@link
     *     chat.parley.domain.Limits#MEMBERS_TOLD_MAX} are to hear it
     * @param sockets how many it went to
     */
    void told(Parcel.NewMessage parcel, List<Session> to, int sockets);
}
