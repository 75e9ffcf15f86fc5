using System.Security.Cryptography;

namespace Sidecar.Host.Tests.Configuration;

public sealed class AuditKeysTests
{
    [Fact]
    public void a_private_key_of_the_curve_is_taken()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var file = new OperatorFile(key.ExportPkcs8PrivateKeyPem());

        Assert.NotNull(OperatorFile.Valid(Named(file.Path)).Retention.Key);
    }

    [Fact]
    public void a_key_that_is_not_there_is_a_fault() =>
        Assert.Equal(["1: sidecar.audit.signing-key-file: the file does not exist"], OperatorFile.Faults(Named("/not/there.pem")));

    [Theory]
    [InlineData("public")]
    [InlineData("other curve")]
    [InlineData("encrypted")]
    [InlineData("none")]
    public void a_file_without_such_a_key_is_a_fault_that_does_not_repeat_it(string kind)
    {
        using var key = ECDsa.Create(kind == "other curve" ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
        var text = kind switch
        {
            "public" => key.ExportSubjectPublicKeyInfoPem(),
            "encrypted" => key.ExportEncryptedPkcs8PrivateKeyPem(
                "word", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000)),
            "none" => "nothing of the kind",
            _ => key.ExportPkcs8PrivateKeyPem(),
        };
        using var file = new OperatorFile(text);

        var fault = Assert.Single(OperatorFile.Faults(Named(file.Path)));

        Assert.Contains(kind == "other curve" ? "the key is not on the curve P-256" : "holds no PEM private key", fault,
            StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split('\n')[^1].Trim(), fault, StringComparison.Ordinal);
    }

    [Fact]
    public void a_key_without_a_chain_to_sign_is_a_fault() =>
        Assert.Contains(OperatorFile.Faults("sidecar.audit { chain = off, signing-key-file = \"/not/there.pem\" }"), fault =>
            fault.Contains("audit.chain = false turns off", StringComparison.Ordinal));

    [Fact]
    public void walks_may_be_kept_for_ever_and_sampled()
    {
        var retention = OperatorFile.Valid("sidecar { walks { keep = 0, sample = 0.1 }, ledger.keep = 0 }").Retention;

        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, 0.1), (retention.Walks, retention.Attempts, retention.Sample));
    }

    [Theory]
    [InlineData("", 7, 90)]
    [InlineData("walks.keep = 0", 90, 90)]
    [InlineData("ledger.keep = 3d", 3, 3)]
    [InlineData("ledger.keep = 0", 7, 0)]
    public void no_walk_is_kept_longer_than_the_ledger_keeps_its_rows(string keys, int walks, int attempts)
    {
        var retention = OperatorFile.Valid($"sidecar {{ {keys} }}").Retention;

        Assert.Equal((TimeSpan.FromDays(walks), TimeSpan.FromDays(attempts)), (retention.Walks, retention.Attempts));
    }

    private static string Named(string path) => $"sidecar.audit.signing-key-file = \"{path}\"";
}
