package chat.parley.websocket;

/** How the kernel is asked for network I/O. */
public enum Transport {
    /** The first of the others, in this order, that the machine has. */
    BEST,
    /** Linux 5.9 or later, where it is not forbidden: the fewest system calls. */
    IO_URING,
    /** Linux. */
    EPOLL,
    /** Anywhere. */
    NIO
}
