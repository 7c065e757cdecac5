package chat.parley.contracts;

import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.StepwiseWriter;
import chat.parley.pipeline.port.Cursors;
import chat.parley.pipeline.port.Directory;
import chat.parley.pipeline.port.DirectoryWrites;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.MessageStore;
import chat.parley.pipeline.port.MessageWrites;
import chat.parley.pipeline.port.PartitionWriter;
import org.junit.jupiter.api.Nested;

/** The suites on stores in maps, written to step by step as in the cluster. */
class PlainStoreTest {

    private final PlainStore store = new PlainStore();
    private final Log<DeliveryEvent> deliveryLog = new PlainLog<>(10_000);
    private final PartitionWriter writer = new StepwiseWriter(store, store, deliveryLog);

    @Nested
    class Messages extends MessageStoreContract {
        @Override
        protected MessageStore store() {
            return store;
        }

        @Override
        protected PartitionWriter writer() {
            return writer;
        }
    }

    @Nested
    class MessagesWritten extends MessageWritesContract {
        @Override
        protected Cursors cursors() {
            return store;
        }

        @Override
        protected MessageWrites writes() {
            return store;
        }

        @Override
        protected MessageStore store() {
            return store;
        }
    }

    @Nested
    class Moved extends CursorsContract {
        @Override
        protected Cursors cursors() {
            return store;
        }

        @Override
        protected PartitionWriter writer() {
            return writer;
        }
    }

    @Nested
    class Members extends DirectoryContract {
        @Override
        protected Directory directory() {
            return store;
        }

        @Override
        protected PartitionWriter writer() {
            return writer;
        }
    }

    @Nested
    class MembersWritten extends DirectoryWritesContract {
        @Override
        protected DirectoryWrites writes() {
            return store;
        }

        @Override
        protected Directory directory() {
            return store;
        }
    }

    @Nested
    class Written extends PartitionWriterContract {
        @Override
        protected PartitionWriter writer() {
            return writer;
        }

        @Override
        protected MessageStore store() {
            return store;
        }

        @Override
        protected Directory directory() {
            return store;
        }

        @Override
        protected Log<DeliveryEvent> deliveryLog() {
            return deliveryLog;
        }

        @Override
        protected void restart() {
            // Maps are as durable as this test.
        }
    }

    @Nested
    class Logs extends DurableLogContract<Integer> {
        private Log<Integer> log = new PlainLog<>(0);

        @Override
        protected Log<Integer> open(int capacity) {
            log = new PlainLog<>(capacity);
            return log;
        }

        @Override
        protected Log<Integer> reopen() {
            return log;
        }

        @Override
        protected Integer entry(int number) {
            return number;
        }
    }
}
