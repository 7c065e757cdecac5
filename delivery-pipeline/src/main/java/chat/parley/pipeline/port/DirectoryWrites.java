package chat.parley.pipeline.port;

import chat.parley.domain.MembershipChange;

/** Writes to a directory that is a store of its own. */
public interface DirectoryWrites {

    /**
     * Adds a change; idempotent by its position, in whatever order changes come.
     *
     * @throws StoreUnavailable when it is not known to be durable
     */
    void project(MembershipChange change);
}
