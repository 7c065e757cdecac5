package chat.parley.systemtests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** A key and its certificate for localhost, made by the JDK's keytool: as a key store, and as PEM files of a server. */
final class LocalCertificate {

    private static final String PASSWORD = "password";

    private final KeyStore store;
    private final Path directory;

    private LocalCertificate(KeyStore store, Path directory) {
        this.store = store;
        this.directory = directory;
    }

    /** Makes one, and its files, in a directory. */
    static LocalCertificate in(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
        Path file = directory.resolve("localhost.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new AssertionError("keytool made no key");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        LocalCertificate made = new LocalCertificate(store, directory);
        Files.writeString(made.file(), pem("CERTIFICATE", made.certificate().getEncoded()));
        Files.writeString(made.keyFile(), pem("PRIVATE KEY", made.key().getEncoded()));
        return made;
    }

    static String pem(String what, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }

    KeyStore store() {
        return store;
    }

    char[] password() {
        return PASSWORD.toCharArray();
    }

    X509Certificate certificate() throws GeneralSecurityException {
        return (X509Certificate) store.getCertificate("key");
    }

    PrivateKey key() throws GeneralSecurityException {
        return (PrivateKey) store.getKey("key", password());
    }

    /** The certificate alone, PEM. */
    Path file() {
        return directory.resolve("cert.pem");
    }

    /** PEM, PKCS #8. */
    Path keyFile() {
        return directory.resolve("key.pem");
    }

    /** A key store by which who loads it trusts this certificate alone. */
    KeyStore trust() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("localhost", certificate());
        return trusted;
    }
}
