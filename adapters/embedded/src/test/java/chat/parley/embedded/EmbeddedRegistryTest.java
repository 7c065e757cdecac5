package chat.parley.embedded;

import chat.parley.contracts.RegistryContract;
import chat.parley.fabric.port.Registry;

class EmbeddedRegistryTest extends RegistryContract {

    private final Registry registry = new EmbeddedRegistry();

    @Override
    protected Registry registry() {
        return registry;
    }
}
