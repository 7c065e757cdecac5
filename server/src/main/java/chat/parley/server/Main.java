package chat.parley.server;

/** The program's entry point. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("usage: parley COMMAND [OPTIONS]");
    }
}
