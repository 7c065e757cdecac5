package chat.parley.server;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says, from the jar's manifest. */
final class Version implements IVersionProvider {

    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "parley " + number() + " on Java " + Runtime.version().feature()
        };
    }
}
