package chat.parley.pipeline.port;

import chat.parley.pipeline.Batch;

/**
 * Makes durable what a partition's owner has decided.
 *
 * <p>Promises, in this order: the rows and the changes of membership are durable; then {@code stored} is run, once; a
 * head is durable only when all rows at or before its position are; an event is in the delivery log only when its head
 * is durable. When {@link #write} returns, all of it is. An adapter may do all of it in one atomic write, and then run
 * {@code stored}. Writing the same batch again changes nothing.
 */
public interface PartitionWriter {

    /**
     * @param stored told as soon as the answers may go out
     * @throws StoreUnavailable when any part is not known to be durable; the caller reads everything anew
     */
    void write(Batch batch, Runnable stored);
}
