using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Confluent.Kafka.Admin;

namespace OrleansLambda.Kafka.Tests;

/// <summary>A listener with TLS that asks who is there.</summary>
public sealed class SecurityTests
{
    [Fact]
    public async Task Log_IsReached_OverTlsWithPlainAndScram_AndNotWithAWrongPassword()
    {
        await using var broker = await KafkaFixture.StartOwnAsync(Properties);
        using (var open = new TestTopic(broker.BootstrapServers))
            await open.Admin.AlterUserScramCredentialsAsync([new UserScramCredentialUpsertion
            {
                User = "bob",
                Password = "bobs secret"u8.ToArray(),
                ScramCredentialInfo = new ScramCredentialInfo { Mechanism = ScramMechanism.ScramSha512, Iterations = 8192 },
            }]);

        await AssertReachedAsync(broker, "PLAIN", "alice", "alices-secret");
        await AssertReachedAsync(broker, "SCRAM-SHA-512", "bob", "bobs secret");
        using var topic = Secure(broker, "PLAIN", "alice", "wrong");
        topic.Options.RequestTimeout = TimeSpan.FromSeconds(5); // Why there is no answer is told when it does not come in time.
        await using var refused = topic.Connect();
        using var enough = new CancellationTokenSource();
        var opening = refused.OpenAsync(enough.Token);
        // Refusing a password takes the broker a handshake, which is long on a busy machine.
        while (refused.Health.Problem?.Contains("authentication", StringComparison.OrdinalIgnoreCase) != true)
            Assert.NotSame(opening, await Task.WhenAny(opening, Task.Delay(100)));
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    private static async Task AssertReachedAsync(KafkaProcess broker, string mechanism, string user, string password)
    {
        using var topic = Secure(broker, mechanism, user, password);
        await using var kafka = await topic.OpenAsync();
        var log = new KafkaEventLog(kafka);
        await log.SendAsync(0, mechanism);
        await log.CommitAsync(0, new LogCommit("t", 1, 1, 0, null));

        Assert.Equal([mechanism], (await log.ReadAsync(0)).Texts);
    }

    private static TestTopic Secure(KafkaProcess broker, string mechanism, string user, string password)
    {
        var topic = new TestTopic($"localhost:{broker.SparePort}");
        topic.Options.SecurityProtocol = "SASL_SSL";
        topic.Options.SaslMechanism = mechanism;
        (topic.Options.SaslUsername, topic.Options.SaslPassword) = (user, password);
        topic.Options.SslCaLocation = Path.Combine(broker.Folder, "ca.pem");
        return topic;
    }

    private static string Properties(string folder, int port)
    {
        WriteCertificate(folder);
        return $"""
            listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{port + 1},SECURE://127.0.0.1:{port + 2}
            advertised.listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://localhost:{port + 1},SECURE://localhost:{port + 2}
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL
            ssl.keystore.type=PEM
            ssl.keystore.location={folder}/broker.pem
            listener.name.secure.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
            listener.name.secure.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="alices-secret";
            listener.name.secure.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;

            """;
    }

    private static void WriteCertificate(string folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(folder, "ca.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "broker.pem"), key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n");
    }
}
