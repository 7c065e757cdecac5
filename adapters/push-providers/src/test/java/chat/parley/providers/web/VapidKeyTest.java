package chat.parley.providers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VapidKeyTest {

    /** That of RFC 8291's example: any pair does. */
    private static final String SCALAR = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";

    private static final String POINT =
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";

    /** {@code openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256}. */
    private static final String OPENSSL = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgPzL6zRqB6CQPuWGB
            76AdK/vVbcsVaEWniKJc/SCeTlWhRANCAAS3JZt8SslHzkGaGf5jZxdu7f3jt+tT
            IHOPOcSL265xA8ifew6FEp603TN/050gBFwkQmUmfkAfSM8MHq/YVafz
            -----END PRIVATE KEY-----
            """;

    @Test
    void aNewOneIsReadAgain() {
        String pem = VapidKey.generate();

        assertThat(VapidKey.parse(pem).publicKey())
                .isEqualTo(VapidKey.parse(pem).publicKey())
                .hasSize(87)
                .startsWith("B");
        assertThat(VapidKey.generate()).isNotEqualTo(pem);
    }

    @Test
    void itsPublicKeyIsComputed() {
        assertThat(VapidKey.parse(SCALAR + "\n").publicKey()).isEqualTo(POINT);
        assertThat(VapidKey.parse(OPENSSL).publicKey())
                .isEqualTo("BLclm3xKyUfOQZoZ_mNnF27t_eO361Mgc485xIvbrnEDyJ97DoUSnrTdM3_TnSAEXCRCZSZ-QB9Izwwer9hVp_M");
    }

    @Test
    void itsPublicKeyIsThatOfThePairItWasMadeAs() {
        for (int i = 0; i < 8; i++) {
            String pem = VapidKey.generate();
            String privateAlone = pem.substring(0, pem.indexOf("-----BEGIN PUBLIC KEY"));

            assertThat(VapidKey.parse(privateAlone).publicKey())
                    .isEqualTo(VapidKey.parse(pem).publicKey());
            assertThat(VapidKey.parse(pem).problem()).isNull();
        }
    }

    @Test
    void twoThatAreNoPairAreFoundOutWhenUsed() {
        String one = VapidKey.generate();
        String other = VapidKey.generate();
        String mixed = one.substring(0, one.indexOf("-----BEGIN PUBLIC KEY"))
                + other.substring(other.indexOf("-----BEGIN PUBLIC KEY"));

        assertThat(VapidKey.parse(mixed).problem()).isEqualTo("holds a private and a public key that are no pair");
    }

    @Test
    void whatIsNoKeyIsNamedAndNotQuoted() {
        assertThatThrownBy(() -> VapidKey.parse(""))
                .hasMessage("is neither PEM (BEGIN PRIVATE KEY) nor 32 bytes in base64url");
        assertThatThrownBy(() -> VapidKey.parse(SCALAR.substring(1))).hasMessageContaining("neither PEM");
        assertThatThrownBy(() -> VapidKey.parse("!" + SCALAR))
                .hasMessageContaining("neither PEM")
                .hasNoCause();
        assertThatThrownBy(() -> VapidKey.parse("-----BEGIN PRIVATE KEY-----\nMEECAQAw"))
                .hasMessageContaining("neither PEM");
        assertThatThrownBy(() -> VapidKey.parse("-----BEGIN EC PRIVATE KEY-----\nMEECAQAw"))
                .hasMessageContaining("openssl pkcs8");
        // Of P-384, and of RSA's form but no key.
        assertThatThrownBy(() -> VapidKey.parse("""
                -----BEGIN PRIVATE KEY-----
                MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDAPewDvdH8kXrX22Oqc
                do2i1xmF0e+YkQ1fq5DB8JSSiMd27pz48fJ1waqSlF93KLGhZANiAASdfRJA2N/P
                OUgZfPXZcB/ho6a5L+CVBHlZobTLdUX2o7JWCyuMxswJlDvoVOjCN7sX12RzX00X
                qUnNoodYtiWPyXHheGqoKcowNtlt/2Lo5jWG8zmCOGnc+W6rDLGMyZg=
                -----END PRIVATE KEY-----
                """)).hasMessageContaining("no private key of P-256");
        assertThatThrownBy(() -> VapidKey.parse("A".repeat(43))).hasMessageContaining("no private key of P-256");
    }
}
