package chat.parley.tools.chat;

import org.jspecify.annotations.Nullable;

/** Where lines are shown and typed. Lines may be shown from any thread, also while one is being typed. */
interface Screen extends AutoCloseable {

    /** Shows a line without disturbing the one that is being typed. */
    void show(String line);

    /** Waits for a line; null when the user leaves. */
    @Nullable
    String read(String prompt);

    Palette palette();

    @Override
    void close();
}
