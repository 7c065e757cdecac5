package chat.parley.wire;

import chat.parley.contracts.FramesContract;
import chat.parley.fabric.port.Frames;

class ServerFramesContractTest extends FramesContract {

    @Override
    protected Frames frames() {
        return new ServerFrames();
    }
}
