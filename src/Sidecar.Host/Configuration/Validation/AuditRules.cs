using Sidecar.Host.Configuration.Options;
using Sidecar.Host.Storage.Chain;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>The rules for tamper evidence.</summary>
internal static class AuditRules
{
    public static IEnumerable<string> Check(AuditOptions audit)
    {
        if (audit.SigningKeyFile.Length == 0)
            yield break;
        // Refused, not ignored: whoever names a key relies on signatures.
        if (!audit.Chain)
            yield return "sidecar.audit.signing-key-file: signs checkpoints of the chain, which audit.chain = false turns off";
        using var key = SigningKey.Read(audit.SigningKeyFile, isPrivate: true, out var fault);
        if (key is null)
            yield return $"sidecar.audit.signing-key-file: {fault}";
    }
}
