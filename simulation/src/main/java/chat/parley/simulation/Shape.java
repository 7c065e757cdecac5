package chat.parley.simulation;

/** Over which stores the pipeline runs. */
public enum Shape {
    /** One process, one store that takes a batch whole; what the log holds in memory is lost with the process. */
    EMBEDDED,
    /** Two owners of the same partition, three replicas, a directory and logs of their own. */
    CLUSTER
}
