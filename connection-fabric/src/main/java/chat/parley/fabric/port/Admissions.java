package chat.parley.fabric.port;

import chat.parley.fabric.Session;

/** Is told who comes and goes, and has the last word on who stays. */
public interface Admissions {

    /** Lets everybody in. */
    Admissions OPEN = new Admissions() {
        @Override
        public boolean admit(Session session) {
            return true;
        }

        @Override
        public void left(Session session) {}
    };

    /**
     * Looks at a session that is registered already and not told {@code ready} yet: its login may have ended after its
     * token was found good, when it could not be found to be closed. May wait for a store.
     *
     * @return false when it is to be closed with 4401
     */
    boolean admit(Session session);

    /** Its socket is gone. Never waits. */
    void left(Session session);
}
