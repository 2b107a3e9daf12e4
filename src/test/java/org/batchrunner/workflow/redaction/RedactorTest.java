package org.batchrunner.workflow.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

  private final Redactor redactor = Redactor.builtIn();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sk-proj-Ab3dEf6hIj9kLmN0pQrStUvWxYz_12-34 | openai-key",
        "sk-abcdEFGH1234ijklMNOP5678qrstUVWX9012yzAB3456cdEF | openai-key",
        "sk-svcacct-Ab3dEf6hIj9kLmN0pQrStUvWxYz | openai-key",
        "sk-ant-api03-Ab3dEf6hIj9kLmN0pQrStUvWxYz-AA | anthropic-key",
        "sk-or-v1-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef | sk-key",
        "AIzaSyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q | google-key",
        "AKIAIOSFODNN7EXAMPLE | aws-access-key",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345 | github-token",
        "github_pat_11ABCDEFG0abcdefghijkl_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO | github-token",
        "glpat-abcDEF123456_-789xyz | gitlab-token",
        "xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx | slack-token",
        "sk_live_51H8abcdefghijKLMNOPqrstuv | stripe-key",
        "hf_AbCdEfGhIjKlMnOpQrStUvWxYz012345 | hugging-face-token",
        "gsk_AbCdEfGhIjKl1234MnOpQrStUvWxYz56 | model-vendor-key",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U | jwt",
        "jane.doe+news@mail.example.co.uk | email",
        "+44 20 7946 0958 | phone-abroad",
        "+49 (0)30 901820 | phone-abroad",
        "+15551234567 | phone-abroad",
        "(555) 234-5678 | phone",
        "555-234-5678 | phone",
        "555.234.5678 | phone",
        "1-800-555-0199 | phone",
        "0044 20 7946 0958 | phone-abroad",
        "123-45-6789 | social-security-number",
        "4111 1111 1111 1111 | card",
        "4111-1111-1111-1111 | card",
        "5555555555554444 | card",
        "3782 822463 10005 | card",
        "6011111111111117 | card",
        "DE89 3704 0044 0532 0130 00 | iban",
        "GB82WEST12345698765432 | iban",
        "FR14 2004 1010 0505 0001 3M02 606 | iban",
        "192.168.1.10 | ipv4",
        "8.8.8.8 | ipv4",
        "2001:db8:85a3::8a2e:370:7334 | ipv6",
        "2001:0db8:0000:0000:0000:8a2e:0370:7334 | ipv6",
        "fe80::1 | ipv6-short",
      })
  void findsWhatIsSecretWhereverItStands(String secret, String rule) {
    for (String around :
        List.of(
            "%s",
            "It is %s.",
            "(%s)",
            "\"%s\"",
            "a, %s, b",
            "key=%s\n",
            "Größe: %s – 日本",
            "`%s`",
            "**%s**",
            "{\"k\": \"%s\"}",
            "see %s and %s too")) {
      String text = around.replace("%s", secret);
      Redacted redacted = redactor.redact(text);

      assertThat(redacted.text()).as(text).doesNotContain(secret).contains("[REDACTED:");
      assertThat(redacted.counts()).as(text).containsOnlyKeys(rule);
      assertThat(redactor.apply(redacted.text())).isEqualTo(redacted.text());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Order 123456789 shipped on 2024-01-15, total 1234567890.",
        "commit da39a3ee5e6b4b0d3255bfef95601890afd80709 by Jane",
        "AWS CodeCommit da39a3ee5e6b4b0d3255bfef95601890afd80709 is the tip",
        "Version 1.2.3.4 and v10.15.7.1, section 4.3.2.1, Firefox/1.2.3.4, 1.2.3.4.5, 300.1.1.1",
        "At 12:30:45 or 08:15, std::vector, a::b, AA:BB:CC:DD:EE:FF, ratio 1:2:3",
        "risk-management-of-large-organisations, task-force-2024-and-others-too",
        "The sk-learn-contrib-some-package is fine; flask-sqlalchemy-adapter-2",
        "https://example.com/orders/4111111111111111?call=555-234-5678&ip=192.168.1.10",
        "https://doi.org/10.1000/182 and https://arxiv.org/abs/2101.00001",
        "www.example.com/123-45-6789",
        "icon@2x.png, react@18.2.0, git@github.com:org/repo.git, @jane, https://m.social/@jane",
        "Prices: 1,234.50; 12 345 678; 1000-2000; 10 20 30 40 50 60 70 80 90",
        "4111 1111 1111 1112 has a wrong check digit; DE89 3704 0144 0532 0130 01 too",
        "0000 0000 0000 0000 and 000-12-3456",
        "The eyJ of a token, a ghp_ prefix, AKIA alone, sk- and hf_x",
        "My password is required; token: next; secret = someVeryLongVariableName",
        "127.0.0.1, 0.0.0.0 and the mask 255.255.255.0",
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----",
        "ISBN 978-3-16-148410-0, EAN 4006381333931, pi 3.14159265358979",
      })
  void leavesWhatOnlyLooksLikeIt(String text) {
    assertThat(redactor.redact(text)).isEqualTo(new Redacted(text, Map.of()));
  }

  @Test
  void anAwsSecretNeedsItsContext() {
    String secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    String alone = "wJalrXUtnFEMIzK7MDENGzbPxRfiCYEXAMPLEKEY";

    assertThat(redactor.apply("aws_secret_access_key = " + secret)).doesNotContain(secret);
    assertThat(redactor.apply("export AWS_SECRET_ACCESS_KEY=" + secret)).doesNotContain(secret);
    assertThat(redactor.apply("aws_secret_access_key='" + secret + "'")).doesNotContain(secret);
    assertThat(redactor.apply("AWS: \"SecretAccessKey\": \"" + secret + "\""))
        .doesNotContain(secret);
    assertThat(redactor.apply("blob " + alone)).contains(alone);
  }

  @Test
  void aNineDigitNumberIsASocialSecurityNumberOnlyWhereTheTextSaysSo() {
    assertThat(redactor.apply("SSN: 123456789")).isEqualTo("SSN: [REDACTED:SSN]");
    assertThat(redactor.apply("social security number is 123 45 6789."))
        .isEqualTo("social security number is [REDACTED:SSN].");
    assertThat(redactor.apply("order 123456789")).isEqualTo("order 123456789");
  }

  @Test
  void privateKeysGoWhole() {
    String body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n".repeat(60);
    String key = "-----BEGIN RSA PRIVATE KEY-----\n" + body + "-----END RSA PRIVATE KEY-----";

    assertThat(redactor.apply("a\n" + key + "\nb")).isEqualTo("a\n[REDACTED:PRIVATE_KEY]\nb");
    assertThat(redactor.apply("x " + key.replace("\n", "\\n") + " y"))
        .isEqualTo("x [REDACTED:PRIVATE_KEY] y");
    assertThat(redactor.apply("-----BEGIN PRIVATE KEY-----\n" + body)).doesNotContain("MIIE");
  }

  @Test
  void linksStayButTheSecretsInThemGo() {
    assertThat(
            redactor.apply("https://x.example/a?key=AIzaSyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q&b=1"))
        .isEqualTo("https://x.example/a?key=[REDACTED:API_KEY]&b=1");
    assertThat(redactor.apply("https://x.example/?mail=jane@example.com#top"))
        .isEqualTo("https://x.example/?mail=[REDACTED:EMAIL]#top");
    assertThat(redactor.apply("postgres://app:s3cr3t@db.example/x"))
        .doesNotContain("s3cr3t")
        .startsWith("postgres://app:[REDACTED:")
        .endsWith("/x");
    assertThat(redactor.apply("see https://example.com/a, call 555-234-5678"))
        .isEqualTo("see https://example.com/a, call [REDACTED:PHONE]");
  }

  @Test
  void overlappingMatchesAreReplacedAsOne() {
    Redacted redacted = redactor.redact("token=sk-proj-Ab3dEf6hIj9kLmN0pQrStUvWxYz_1234 end");

    assertThat(redacted.text()).matches("token=\\[REDACTED:[A-Z_]+\\] end");
    assertThat(redacted.counts().values()).containsExactly(1);
  }

  @Test
  void whatAReplacementBringsForthIsFoundToo() {
    String text = "jane@example.com4111 1111 1111 1111";
    String once = redactor.apply(text);

    assertThat(once).doesNotContain("1111").doesNotContain("jane");
    assertThat(redactor.apply(once)).isEqualTo(once);
  }

  @Test
  void aCardIsFoundAmongOtherNumbers() {
    assertThat(redactor.apply("1234 4111 1111 1111 1111 123"))
        .isEqualTo("1234 [REDACTED:CARD] 123");
    assertThat(redactor.apply("IBAN BE68 5390 0754 7034 CALL ME"))
        .isEqualTo("IBAN [REDACTED:IBAN] CALL ME");
  }

  @Test
  void strategies() {
    Redactor own =
        Redactor.of(
            "own.yaml",
            """
            include: built-in
            rules:
              - {name: card, pattern: '\\b[0-9]{4}(?: [0-9]{4}){3}\\b', check: card, strategy: partial}
              - {name: email, pattern: '[a-z.]+@[a-z.]+', strategy: mask, type: MAIL}
              - {name: staff, pattern: 'staff (\\d+)', strategy: label}
            """);

    assertThat(own.apply("4111 1111 1111 1111")).isEqualTo("**** **** **** 1111");
    assertThat(own.apply("to jane@example.com now")).isEqualTo("to **************** now");
    assertThat(own.apply("staff 12345")).isEqualTo("staff [REDACTED:STAFF]");
    assertThat(own.apply("192.168.1.10")).isEqualTo("[REDACTED:IP]");
    for (String text : List.of("4111 1111 1111 1111", "jane@example.com", "staff 12345")) {
      assertThat(own.apply(own.apply(text))).isEqualTo(own.apply(text));
    }
  }

  @Test
  void overlapsTakeTheStricterStrategy() {
    Redactor own =
        Redactor.of(
            "own.yaml",
            """
            rules:
              - {name: long, pattern: 'abcdefghijkl', strategy: partial}
              - {name: short, pattern: 'klmn', strategy: label}
            """);

    assertThat(own.apply("abcdefghijklmn")).isEqualTo("[REDACTED:SHORT]");
  }
}
