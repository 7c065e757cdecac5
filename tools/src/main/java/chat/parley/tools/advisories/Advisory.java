package chat.parley.tools.advisories;

/** @param id in the Open Source Vulnerabilities database */
record Advisory(Component component, String id, String summary) {

    @Override
    public String toString() {
        return component.name() + " " + component.version() + "  " + id + "  " + summary;
    }
}
