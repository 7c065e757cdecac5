package chat.parley.providers;

/** What a setting names is not what it ought to be: the server does not start with it. */
public final class BadSetting extends RuntimeException {

    private final String key;

    /**
     * @param key of the setting
     * @param problem how it goes on: what is wrong, and what would be right; no secrets
     */
    public BadSetting(String key, String problem) {
        super(key + " " + problem);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
