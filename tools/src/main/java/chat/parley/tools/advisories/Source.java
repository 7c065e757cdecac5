package chat.parley.tools.advisories;

import java.io.IOException;
import java.util.List;

/** Where advisories are known. */
interface Source {

    /**
     * Those that any of the components is affected by.
     *
     * @throws IOException when the data cannot be had: then nothing is known, which is not the same as nothing being wrong
     */
    List<Advisory> of(List<Component> components) throws IOException;
}
