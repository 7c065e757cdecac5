package chat.parley.tools.bench;

import java.io.IOException;

/**
 * What one who means harm does, again and again.
 *
 * @param threads that do it at a time
 * @param act once; a refusal or a closed connection is to be expected, and then it comes again
 */
record Attack(String name, int threads, Act act) {

    interface Act {
        void run(Attacker by) throws IOException;
    }
}
