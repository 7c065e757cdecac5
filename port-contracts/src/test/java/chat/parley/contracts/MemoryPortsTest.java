package chat.parley.contracts;

import chat.parley.contracts.memory.MemoryPreferences;
import chat.parley.contracts.memory.MemoryPushLog;
import chat.parley.contracts.memory.MemoryTraces;
import chat.parley.contracts.memory.MemoryWakeUps;
import chat.parley.push.port.PreferenceRecords;
import chat.parley.push.port.PushLog;
import chat.parley.push.port.TraceRecords;
import chat.parley.push.port.WakeUps;
import org.junit.jupiter.api.Nested;

/** The suites of the push fabric on its ports in memory, which are there still when they are opened again. */
class MemoryPortsTest {

    @Nested
    class Logs extends PushLogContract {
        private PushLog log = new MemoryPushLog(clock, 10);

        @Override
        protected PushLog open(int capacity) {
            log = new MemoryPushLog(clock, capacity);
            return log;
        }

        @Override
        protected PushLog reopen() {
            return log;
        }
    }

    @Nested
    class Rows extends WakeUpsContract {
        private final WakeUps wakeUps = new MemoryWakeUps();

        @Override
        protected WakeUps wakeUps() {
            return wakeUps;
        }

        @Override
        protected void reopen() {}
    }

    @Nested
    class Races extends WakeUpRacesContract {
        private final WakeUps wakeUps = new MemoryWakeUps();

        @Override
        protected WakeUps wakeUps() {
            return wakeUps;
        }
    }

    @Nested
    class Steps extends TraceRecordsContract {
        private final TraceRecords traces = new MemoryTraces();

        @Override
        protected TraceRecords traces() {
            return traces;
        }

        @Override
        protected void reopen() {}
    }

    @Nested
    class Wishes extends PreferenceRecordsContract {
        private final PreferenceRecords preferences = new MemoryPreferences();

        @Override
        protected PreferenceRecords preferences() {
            return preferences;
        }

        @Override
        protected void reopen() {}
    }
}
